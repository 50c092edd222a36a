import type { SessionStore } from "@sess/core";
import type { TestClock } from "./options.js";

/** How the cases deal with time; one of each kind. */
export interface CaseClock extends TestClock {
  /** Deadlines can be tested to the millisecond. */
  readonly exact: boolean;
  /** Returns when the store, too, has passed `deadline`. */
  pass(deadline: number, store: SessionStore, probeKey: string): Promise<void>;
}

/** Stands still until it is told. */
export class ManualClock implements CaseClock {
  readonly exact = true;
  #now = 1_800_000_000_123;

  now(): number {
    return this.#now;
  }

  async pass(deadline: number): Promise<void> {
    this.#now = Math.max(this.#now, deadline);
  }
}

/** How long a store may take to show that a deadline has passed. Only a store that never does gets there. */
const PATIENCE_MS = 5_000;

/**
 * For stores with a clock of their own, which need not agree with ours to the millisecond. So a probe record with the
 * same deadline is watched, and the record under test is left alone: a look at it could change what it does next.
 */
export class RealClock implements CaseClock {
  readonly exact = false;

  now(): number {
    return Date.now();
  }

  async pass(deadline: number, store: SessionStore, probeKey: string): Promise<void> {
    await store.create(probeKey, { fields: {}, expiresAt: deadline, anonymous: true });
    while ((await store.read(probeKey)) !== undefined || this.now() < deadline) {
      if (this.now() > deadline + PATIENCE_MS) {
        throw new Error(`A record could still be read ${PATIENCE_MS} ms after its deadline.`);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
