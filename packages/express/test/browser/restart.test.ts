import type { SessionOptions } from "@sess/core";
import { startProfile } from "@sess/test-browser";
import { expect, it, onTestFinished } from "vitest";
import { newProfile } from "./support/browser.js";
import { me, shop, signIn, tokenOf } from "./support/shop.js";
import { site } from "./support/sites.js";

/** Signs in, quits the browser, starts it again with the same profile, and asks the app who is there. */
async function afterRestart(options: Partial<SessionOptions>): Promise<(string | null | undefined)[]> {
  const origin = await site("app.test", shop(options).app);
  const profile = await newProfile();

  const before = await startProfile(profile);
  onTestFinished(() => before.close());
  await signIn(await before.newPage(), origin, "ada");
  const token = await tokenOf(before, origin);
  await before.close();

  const after = await startProfile(profile);
  onTestFinished(() => after.close());
  const page = await after.newPage();
  const kept = (await tokenOf(after, origin)) === token;
  await page.goto(origin);
  return [kept ? "kept" : "gone", (await me(page)).user];
}

it("the session does not outlive the browser (N-02, SM-08)", async () => {
  expect(await afterRestart({})).toEqual(["gone", null]);
});

it('with preset "consumer" it does (D-07)', async () => {
  expect(await afterRestart({ preset: "consumer" })).toEqual(["kept", "ada"]);
});
