import { chromium } from "playwright-core";
import { pin } from "./certificate.js";
import { findChromium } from "./chromium.js";

const args = [
  "--disable-gpu",
  "--disable-quic",
  "--host-resolver-rules=MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
  // Errors are not ignored at large: a page with this certificate is as good as any, also to the back-forward cache.
  `--ignore-certificate-errors-spki-list=${pin}`,
];

async function launchOptions() {
  const { path, env } = await findChromium();
  return {
    executablePath: path,
    env,
    args,
    // Of Playwright's own arguments all but one: what people have, tests are to have.
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  };
}

/** @type {typeof import("./index.js").startBrowser} */
export async function startBrowser() {
  const browser = await chromium.launch(await launchOptions());
  return {
    version: browser.version(),
    visitor: () => browser.newContext(),
    stop: () => browser.close(),
  };
}

/** @type {typeof import("./index.js").startProfile} */
export async function startProfile(folder) {
  return chromium.launchPersistentContext(folder, await launchOptions());
}
