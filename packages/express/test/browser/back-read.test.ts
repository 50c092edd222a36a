import type { Page } from "@sess/test-browser";
import { expect, it } from "vitest";
import { useBrowser } from "./support/browser.js";
import { shop, signIn, signOut } from "./support/shop.js";
import { site } from "./support/sites.js";

const visitor = useBrowser();

/** Signed in, on a page that only reads the session. */
async function customer(): Promise<Page> {
  const origin = await site("app.test", shop().app);
  const page = await (await visitor()).newPage();
  await signIn(page, origin, "ada");
  // Anew: Chromium takes the next change of a cookie for that of the navigation itself, which was the login's.
  await page.goto(`${origin}/account`);
  return page;
}

async function back(page: Page): Promise<string> {
  await page.goBack({ waitUntil: "commit" });
  await page.waitForFunction(() => document.readyState === "complete");
  return page.innerText("body");
}

it("the back button after a logout does not restore a page that only read the session (SESS-06, 14.3.2)", async () => {
  const page = await customer();
  await signOut(page);
  expect(await back(page)).not.toContain("Account of ada");
});
