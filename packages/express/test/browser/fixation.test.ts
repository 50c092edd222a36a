import type { BrowserContext, Page } from "@sess/test-browser";
import { describe, expect, it } from "vitest";
import { useBrowser } from "./support/browser.js";
import { cookieName, me, shop, type Shop, signIn, signOut, tokenOf } from "./support/shop.js";
import { site } from "./support/sites.js";

const visitor = useBrowser();

interface Fixation extends Shop {
  readonly origin: string;
  readonly attacker: Page;
  readonly jar: BrowserContext;
  readonly victim: Page;
  readonly planted: string;
}

/** Puts the attacker's live session, anonymous so far, into the victim's jar: as a shared computer would. */
async function fixation(): Promise<Fixation> {
  const made = shop();
  const origin = await site("app.test", made.app);
  const theirs = await visitor();
  const attacker = await theirs.newPage();
  await attacker.goto(origin);
  await attacker.locator("[name=item]").fill("bait");
  await attacker.getByRole("button", { name: "Buy" }).click();
  await attacker.waitForURL(origin);
  const planted = (await tokenOf(theirs, origin))!;

  const jar = await visitor();
  await jar.addCookies([{ name: cookieName, value: planted, url: origin, secure: true, httpOnly: true }]);
  const victim = await jar.newPage();
  await victim.goto(origin);
  expect(await me(victim)).toEqual({ user: null, cart: ["bait"] });
  return { ...made, origin, attacker, jar, victim, planted };
}

describe("a session that an attacker has planted", () => {
  it("after the victim's login its token opens nothing, for whoever has it (SESS-03, V-03)", async () => {
    const { origin, attacker, jar, victim, planted } = await fixation();
    await signIn(victim, origin, "ada");
    expect(await tokenOf(jar, origin)).not.toBe(planted);
    expect(await me(victim)).toEqual({ user: "ada", cart: [] });

    await attacker.goto(origin);
    expect(await me(attacker)).toEqual({ user: null, cart: [] });
  });

  it("after the victim's logout neither token opens anything (SESS-03, SESS-06)", async () => {
    const { origin, attacker, jar, victim, planted, records } = await fixation();
    await signIn(victim, origin, "ada");
    const own = (await tokenOf(jar, origin))!;
    await signOut(victim);
    for (const value of [planted, own]) {
      await attacker
        .context()
        .addCookies([{ name: cookieName, value, url: origin, secure: true, httpOnly: true }]);
      await attacker.goto(`${origin}/account`);
      expect(await attacker.innerText("body")).toContain("LOGIN_REQUIRED");
    }
    expect(records.size).toBe(0);
  });

  it("an unknown token of the right form is never adopted (SM-10)", async () => {
    const { origin, jar, victim } = await fixation();
    const made = "A".repeat(44);
    await jar.addCookies([{ name: cookieName, value: made, url: origin, secure: true, httpOnly: true }]);
    await signIn(victim, origin, "ada");
    expect(await tokenOf(jar, origin)).not.toBe(made);
  });
});
