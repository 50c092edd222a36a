import type { Sessions } from "@sess/core";
import { expect } from "vitest";
import { Browser } from "./browser.js";

/** A user who signs in and out again and again, and keeps the cookies of the sessions that he has ended. */
export class Leaver {
  readonly #sessions: Sessions;
  readonly #ended: string[] = [];

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  /** Rejects when it is not known whether it came to an end. */
  async visit(): Promise<void> {
    const browser = new Browser(this.#sessions);
    await browser.visit((session) => session.login("leaver"));
    const { cookie } = browser;
    // Another request of the same session, which is slower.
    const late = browser.at(this.#sessions);
    const write = late.visit(async (session) => {
      await logout;
      Object.assign(session, { late: true });
    });
    const logout = browser.visit((session) => session.logout());
    const [left] = await Promise.allSettled([logout, write]);
    if (left.status === "rejected") throw left.reason;
    if (cookie !== undefined) this.#ended.push(cookie);
  }

  /** Nobody gets in with one of them, ever again. */
  async expectEnded(): Promise<void> {
    expect(this.#ended.length).toBeGreaterThan(0);
    for (const cookie of this.#ended) {
      const thief = new Browser(this.#sessions);
      thief.cookie = cookie;
      expect(await thief.visit((session) => session.userId)).toBe(undefined);
    }
  }
}
