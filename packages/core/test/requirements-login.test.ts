import type { Session } from "@sess/core";
import { describe, expect, it } from "vitest";
import { SignedIn, userOf } from "./support/signed-in.js";

/** What changes who is there, or how surely that is known. */
const changes: [string, (session: Session) => Promise<unknown>][] = [
  ["login of the same user", (session) => session.login("ada")],
  ["login with a second factor", (session) => session.login("ada", { level: 2 })],
  ["login with a step-up for a minute", (session) => session.login("ada", { level: 3, levelSeconds: 60 })],
  ["login of another user", (session) => session.login("bob")],
  ["rotate", (session) => session.rotate()],
  ["regenerate", (session) => session.regenerate()],
  ["logout", (session) => session.logout()],
];

describe("a change of privilege", () => {
  it.each(changes)(
    "by %s ends the old token, also for requests that are on their way (7.2.4, SM-12)",
    async (_, change) => {
      const world = new SignedIn();
      const { browser } = await world.device("ada");
      const old = browser.cookie;
      const thief = world.browser();
      thief.cookie = old;
      expect(await userOf(thief)).toBe("ada");
      const slow = await thief.begin();

      const request = await browser.begin();
      await change(request.session);
      // At once, and not when the response is sent.
      expect(await thief.begin(old).then(({ session }) => session.userId)).toBeUndefined();
      await request.end();
      expect(browser.cookie).not.toBe(old);

      slow.session["role"] = "admin";
      await slow.end().catch(() => undefined);
      expect(slow.setCookies).toEqual([]);
      expect(await thief.begin(old).then(({ session }) => session.userId)).toBeUndefined();
      expect(await browser.visit((session) => session["role"])).toBeUndefined();
    },
  );
});
