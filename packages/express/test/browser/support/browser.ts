import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, startBrowser, type TestBrowser } from "@sess/test-browser";
import { beforeAll, onTestFinished } from "vitest";

/** One browser for the tests of a file. Whoever comes has cookies of their own, and leaves when the test ends. */
export function useBrowser(): () => Promise<BrowserContext> {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await startBrowser();
    return () => browser.stop();
  });
  return async () => {
    const visitor = await browser.visitor();
    onTestFinished(() => visitor.close());
    return visitor;
  };
}

/** A folder for a browser's profile. */
export async function newProfile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sess-profile-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
