import { SessionError } from "./errors.js";
import type { OnEvent } from "./events.js";
import type { GuardedStore } from "./guarded-store.js";
import { inWorker } from "./in-worker.js";
import { LONGEST_LIFE_SECONDS } from "./longest-life.js";
import { MOST_TRIES } from "./most-tries.js";
import type { StoredRecord } from "./store.js";

/**
 * The epoch begins anew when everybody is signed out: each session keeps the one that it was begun in, and one of an earlier
 * epoch is over. So `revokeAll` is one write, however many sessions there are, and none can slip through by moving.
 *
 * It is a record of its own in the store, read along with a session about once a second. A missing one stands for the
 * first epoch: by the time that it expires, so has every session from before.
 */
export class Epoch {
  /** For so long a process may not know of a new epoch: a second, and no longer than it may not know of another change. */
  readonly staleMs: number;
  readonly #store: GuardedStore;
  readonly #now: () => number;
  readonly #emit: OnEvent;
  #known = 0;
  #readAt = -Infinity;
  #reading: { readonly since: number; readonly done: Promise<void> } | undefined;

  constructor(store: GuardedStore, now: () => number, emit: OnEvent) {
    this.#store = store;
    this.staleMs = Math.min(store.maxStaleMs || MOST_STALE_MS, MOST_STALE_MS);
    this.#now = now;
    this.#emit = emit;
  }

  #isFresh(since: number, now: number): boolean {
    return Math.abs(now - since) < this.staleMs;
  }

  /** What was known when {@link refresh} was last waited for. */
  get known(): number {
    return this.#known;
  }

  /** Sees to it that what is known is not older than {@link staleMs}. Undefined when there is nothing to wait for. */
  refresh(): Promise<void> | undefined {
    const now = this.#now();
    if (this.#isFresh(this.#readAt, now)) return undefined;
    // A slow answer to an old question does not tell of what has happened since.
    if (this.#reading !== undefined && this.#isFresh(this.#reading.since, now) && !inWorker())
      return this.#reading.done;
    const done = this.#read(now).finally(() => {
      // A failure is not remembered: who comes next asks again.
      if (this.#reading?.done === done) this.#reading = undefined;
    });
    this.#reading = { since: now, done };
    return done;
  }

  /** Begins a new epoch. */
  async raise(): Promise<void> {
    await this.#write((stored) => Math.max(this.#now(), stored + 1, this.#known + 1));
  }

  async #read(since: number): Promise<void> {
    const epoch = this.#epochIn(await this.#store.read(EPOCH_KEY));
    this.#readAt = Math.max(this.#readAt, since);
    if (epoch >= this.#known) this.#known = epoch;
    // The record was lost, in a failover for example. What is revoked stays so: whoever knows better writes it anew.
    else this.#write((stored) => Math.max(stored, this.#known)).catch(() => undefined);
  }

  async #write(epochAfter: (stored: number) => number): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const record = await this.#store.read(EPOCH_KEY);
      const epoch = epochAfter(this.#epochIn(record));
      const now = this.#now();
      const fields = { [EPOCH_FIELD]: epoch.toString(36) };
      const expiresAt = now + LONGEST_LIFE_SECONDS * 1000;
      const written = record
        ? (await this.#store.patch(EPOCH_KEY, { set: fields, expiresAt, ifVersion: record.version }))
            .status === "ok"
        : await this.#store.create(EPOCH_KEY, { fields, expiresAt, anonymous: false });
      if (!written) continue;
      this.#known = Math.max(this.#known, epoch);
      return;
    }
    throw new SessionError("STORE_CONFLICT", `revokeAll() met ${MOST_TRIES} others in a row.`);
  }

  #epochIn(record: StoredRecord | undefined): number {
    if (!record) return 0;
    const epoch = parseInt(record.fields[EPOCH_FIELD] ?? "", 36);
    if (Number.isSafeInteger(epoch)) return epoch;
    this.#emit({ type: "record_invalid", detail: "epoch" });
    return 0;
  }
}

/** The key of the one record in a store that is no session: it tells when everybody was signed out. Those of sessions have 43 characters. */
export const EPOCH_KEY = "epoch";
const EPOCH_FIELD = "epoch";
const MOST_STALE_MS = 1000;
