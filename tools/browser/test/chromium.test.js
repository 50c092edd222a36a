import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findChromium } from "../chromium.js";

/** @type {string} */
let folder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sess-chromium-"));
  // A machine with nothing but what the test has put into `bin`.
  await mkdir(join(folder, "bin"));
  vi.stubEnv("PATH", join(folder, "bin"));
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
  vi.stubEnv("CHROMIUM_PATH", "");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** A program that says of itself what Chromium would. @param {string} name @param {string} version */
async function program(name, version) {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\necho "${version}"\n`);
  await chmod(path, 0o755);
  return path;
}

test("CHROMIUM_PATH comes before PATH, and PATH before all else", async () => {
  const path = await program("bin/google-chrome", "Google Chrome 149.0.1.2 ");
  expect(await findChromium()).toMatchObject({ path, version: "149.0.1.2" });
  const named = await program("mine", "Chromium 150.0.7871.100 built on Debian GNU/Linux 12 (bookworm)");
  vi.stubEnv("CHROMIUM_PATH", named);
  expect(await findChromium()).toMatchObject({ path: named, version: "150.0.7871.100" });
});

test("a browser that knows no __Host-Http- cookies counts as none", async () => {
  await program("bin/chromium", "Chromium 139.0.1.2");
  const path = await program("bin/chromium-browser", "Chromium 140.0.1.2");
  expect(await findChromium()).toMatchObject({ path });
  vi.stubEnv("CHROMIUM_PATH", join(folder, "bin/chromium"));
  await expect(findChromium()).rejects.toThrow("no Chromium 140 or newer");
});

test("with no way to a browser, the error says what to type", async () => {
  await expect(findChromium()).rejects.toThrow(
    /no Chromium 140 or newer on PATH[^]*flock[^]*node tools\/browser\/prefetch\.js/,
  );
});
