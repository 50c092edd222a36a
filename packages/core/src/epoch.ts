import { SessionError } from "./errors.js";
import type { OnEvent } from "./events.js";
import type { GuardedStore } from "./guarded-store.js";
import { MOST_TRIES } from "./most-tries.js";
import type { Clock } from "./options.js";
import type { StoredRecord } from "./store.js";

/**
 * The epoch begins anew when everybody is signed out: each session keeps the one that it was begun in, and one of an earlier
 * epoch is over. So `revokeAll` is one write, however many sessions there are, and none can slip through by moving.
 *
 * It is a record of its own in the store, read along with a session at most once a second. A missing one stands for the
 * first epoch: by the time that it expires, so has every session from before.
 */
export class Epoch {
  readonly #store: GuardedStore;
  readonly #clock: Clock;
  readonly #emit: OnEvent;
  #known = 0;
  #readAt = -Infinity;
  #reading: Promise<void> | undefined;
  /** Counts what has been asked, so that a late answer does not take back a newer one. */
  #turn = 0;
  #learned = 0;

  constructor(store: GuardedStore, clock: Clock, emit: OnEvent) {
    this.#store = store;
    this.#clock = clock;
    this.#emit = emit;
  }

  /** What was known when {@link refresh} was last waited for. */
  get known(): number {
    return this.#known;
  }

  /** Sees to it that what is known is not older than a second. Undefined when there is nothing to wait for. */
  refresh(): Promise<void> | undefined {
    if (Math.abs(this.#clock.now() - this.#readAt) < STALE_AFTER_MS) return undefined;
    return (this.#reading ??= this.#read().finally(() => (this.#reading = undefined)));
  }

  /** Begins a new epoch. */
  async raise(): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const record = await this.#store.read(EPOCH_KEY);
      const now = this.#clock.now();
      // Never lower than one that a session may have: it grows when the clock steps back, and when the record was lost.
      const epoch = Math.floor(Math.max(now, this.#epochIn(record) + 1, this.#known + 1));
      const fields = { [EPOCH_FIELD]: epoch.toString(36) };
      const expiresAt = now + LIFE_MS;
      const done =
        record === undefined
          ? await this.#store.create(EPOCH_KEY, { fields, expiresAt, anonymous: false })
          : (await this.#store.patch(EPOCH_KEY, { set: fields, expiresAt, ifVersion: record.version }))
              .status === "ok";
      if (done) return this.#learn(epoch, now, ++this.#turn);
    }
    throw new SessionError("STORE_CONFLICT", `revokeAll() met ${MOST_TRIES} others in a row.`);
  }

  async #read(): Promise<void> {
    const now = this.#clock.now();
    const turn = ++this.#turn;
    this.#learn(this.#epochIn(await this.#store.read(EPOCH_KEY)), now, turn);
  }

  #learn(epoch: number, readAt: number, turn: number): void {
    if (turn < this.#learned) return;
    this.#learned = turn;
    this.#known = epoch;
    this.#readAt = readAt;
  }

  #epochIn(record: StoredRecord | undefined): number {
    const text = record === undefined ? "0" : record.fields[EPOCH_FIELD];
    const epoch = parseInt(text ?? "", 36);
    if (Number.isSafeInteger(epoch)) return epoch;
    this.#emit({ type: "record_invalid", detail: "epoch" });
    return 0;
  }
}

/** The key of the one record in a store that is no session: it tells when everybody was signed out. Those of sessions have 43 characters. */
export const EPOCH_KEY = "epoch";
const EPOCH_FIELD = "epoch";
const STALE_AFTER_MS = 1000;
/** No session lives longer, whatever the options: 400 days. */
const LIFE_MS = 400 * 24 * 60 * 60 * 1000;
