import type { Fields, NewRecord, SessionStore } from "@sess/core";
import type { CaseClock } from "./clock.js";

/** What a case works with. */
export interface Trial {
  readonly store: SessionStore;
  /** Another object over the same data; the store itself when there is no other. */
  readonly peer: SessionStore;
  readonly clock: CaseClock;
  readonly seed: number;
  /** A new key, of the form that core uses: 43 base64url characters. */
  key(): string;
  /** A deadline that no case reaches. */
  readonly farOff: number;
  /** A new record that lives long. */
  record(fields?: Fields): NewRecord;
  /** Creates a record that lives long, and returns its key. */
  created(fields?: Fields): Promise<string>;
  /** Waits until `deadline` has passed, for the store too. */
  pass(deadline: number): Promise<void>;
  /**
   * Runs `body` with a deadline that lies ahead until `body` ends. With a real clock, a machine that was busy may need a
   * second try with more time: then `body` runs again.
   */
  before<T>(body: (deadline: number) => Promise<T>): Promise<{ deadline: number; value: T }>;
}

/** A case before it has a store. */
export interface Scenario<T = Trial> {
  readonly name: string;
  readonly run: (trial: T) => Promise<void>;
}

const FAR_OFF_MS = 600_000;
const FIRST_LIFETIME_MS = 300;
const LAST_LIFETIME_MS = 10_000;

export function makeTrial(store: SessionStore, peer: SessionStore, clock: CaseClock, seed: number): Trial {
  const farOff = clock.now() + FAR_OFF_MS;
  const record = (fields: Fields = { color: "red" }): NewRecord => ({
    fields,
    expiresAt: farOff,
    anonymous: false,
  });
  return {
    store,
    peer,
    clock,
    seed,
    farOff,
    key: randomKey,
    record,
    async created(fields) {
      const key = randomKey();
      await store.create(key, record(fields));
      return key;
    },
    pass: (deadline) => clock.pass(deadline, store, randomKey()),
    async before(body) {
      for (let lifetime = FIRST_LIFETIME_MS; ; lifetime *= 2) {
        const deadline = clock.now() + lifetime;
        const inTime = (): boolean => clock.now() < deadline || lifetime >= LAST_LIFETIME_MS;
        try {
          const value = await body(deadline);
          if (inTime()) return { deadline, value };
        } catch (error) {
          if (inTime()) throw error;
        }
      }
    },
  };
}

function randomKey(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(33)))
    .toString("base64url")
    .slice(0, 43);
}
