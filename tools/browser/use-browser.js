import { beforeAll, onTestFinished } from "vitest";
import { startBrowser } from "./browser.js";

/**
 * One browser for the tests of a file. Whoever comes has cookies of their own, and leaves when the test ends.
 *
 * @returns {() => Promise<import("playwright-core").BrowserContext>}
 */
export function useBrowser() {
  /** @type {import("./index.js").TestBrowser} */
  let browser;
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
