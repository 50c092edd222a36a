import type { Sessions } from "@sess/core";
import { expect } from "vitest";
import { Browser } from "./browser.js";
import { settled } from "./settle.js";

/** How much longer than the store's deadline a request may take on a machine that is busy. */
const MARGIN_MS = 3000;

/** A user who knows what his session must hold, and looks at it with each request. */
export class Customer {
  readonly browser: Browser;
  readonly #name: string;
  readonly #timeoutMs: number;
  /** The last write that was sent, and the last that was acknowledged. */
  #sent = 0;
  #saved = 0;

  constructor(sessions: Sessions, name: string, timeoutMs: number) {
    this.browser = new Browser(sessions);
    this.#name = name;
    this.#timeoutMs = timeoutMs;
  }

  async login(): Promise<void> {
    await this.browser.visit((session) => session.login(this.#name));
    this.#sent = this.#saved = 0;
  }

  /** A request that reads and writes. It ends in time, whatever it comes to. */
  async visit(): Promise<void> {
    const [outcome] = await settled([this.#visit()], 2 * this.#timeoutMs + MARGIN_MS);
    if (outcome?.status === "rejected") throw outcome.reason;
  }

  /** Visits until a request fails, and returns why. */
  async visitUntilFailure(): Promise<unknown> {
    for (;;) {
      try {
        await this.visit();
      } catch (error) {
        return error;
      }
    }
  }

  async #visit(): Promise<void> {
    const number = this.#sent + 1;
    await this.browser.visit((session) => {
      const { userId, last = 0 } = session as { userId?: string; last?: number };
      expect(userId).toBe(this.#name);
      // A write that was not acknowledged may have been done or not.
      expect(last).toBeGreaterThanOrEqual(this.#saved);
      expect(last).toBeLessThanOrEqual(this.#sent);
      this.#sent = number;
      Object.assign(session, { last: number });
    });
    this.#saved = number;
  }
}
