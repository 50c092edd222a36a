import type {
  DeleteCondition,
  DeleteOutcome,
  InvalidationFeed,
  Invalidations,
  InvalidationSource,
  NearRecords,
  NewRecord,
  PatchOutcome,
  RecordPatch,
  SessionStore,
  StoredRecord,
  UserIndex,
} from "@sess/core";
import { type BypassReason, type NearCacheReport, newCounters } from "./counters.js";
import { Entries } from "./entries.js";
import { Fills } from "./fills.js";
import { Lease, type Moment, momentOf } from "./lease.js";
import { invalidationsOf, type NearCacheOptions, readOptions, type Settings } from "./options.js";

/** A {@link SessionStore} that has what it was asked for lately in this process' memory. */
export interface NearCache extends SessionStore {
  readonly near: NearRecords;
  readonly invalidations: Invalidations;
  /** The counters since the start. */
  report(): NearCacheReport;
  /** Forgets everything, hangs up, and closes the store behind it. */
  close(): Promise<void>;
}

/**
 * Puts this process' memory in front of a store, so that most requests ask nobody.
 *
 * A session that was revoked, ended or changed at time T is not served in its old state by any process for a check that starts after
 * T + `maxStaleMs`, whatever the network does. Not promised: what the database itself loses in a failover. A deadline that
 * moves is no change of state.
 *
 * @example
 * const store = nearCache(redisStore(client), { maxStaleMs: 1000 });
 * @throws SessionError with code `INVALID_OPTION`, also when the store does not tell what changes
 */
export function nearCache(
  store: SessionStore & { readonly invalidations: Invalidations },
  options: NearCacheOptions = {},
): NearCache {
  return new StoreWithMemory(store, invalidationsOf(store), readOptions(options));
}

/**
 * `read` always asks the store, and keeps what it says; `near.peek` answers from memory.
 *
 * An answer is kept only if nothing was heard of the record while it was on its way, on the one connection that was there before
 * it was asked for and is still. So whatever is kept is current, or news of its change are under way on that very connection, and the
 * lease bounds how long they take.
 */
class StoreWithMemory implements NearCache {
  readonly near: NearRecords;
  readonly invalidations: Invalidations;
  readonly users?: UserIndex;
  readonly #store: SessionStore;
  readonly #settings: Settings;
  readonly #entries: Entries;
  readonly #fills = new Fills();
  readonly #leases = new WeakMap<InvalidationSource, Lease>();
  readonly #counters = newCounters();
  #feed: InvalidationFeed | undefined;
  #closing: Promise<void> | undefined;
  #leaseAgeMs: number | undefined;
  #reportedAt: number;

  constructor(store: SessionStore, invalidations: Invalidations, settings: Settings) {
    const { maxStaleMs, maxEntries, maxBytes, clock } = settings;
    this.#store = store;
    this.#settings = settings;
    this.#entries = new Entries(maxEntries, maxBytes);
    this.#reportedAt = clock.monotonic();
    this.invalidations = invalidations;
    if (store.users) this.users = store.users;
    this.near = { maxStaleMs, peek: (key) => this.#peek(key) };
  }

  async read(key: string): Promise<StoredRecord | undefined> {
    const source = this.#sourceOf(key);
    const fill = this.#fills.begin(key);
    const record = await this.#store.read(key).catch((error: unknown) => {
      this.#fills.end(key, fill);
      throw error;
    });
    // From here to the end nothing else can happen: it is current, or news of its change are still to come.
    const clean = this.#fills.end(key, fill);
    if (!clean) this.#counters.poisoned++;
    else if (!record) this.#forget(key);
    else if (source !== undefined && source === this.#sourceOf(key)) this.#keep(key, record, source);
    return record;
  }

  create(key: string, record: NewRecord): Promise<boolean> {
    return this.#change(key, () => this.#store.create(key, record));
  }

  patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
    return this.#change(key, () => this.#store.patch(key, patch));
  }

  delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
    return this.#change(key, () => this.#store.delete(key, condition));
  }

  report(): NearCacheReport {
    const { bypasses, ...counts } = this.#counters;
    const { size, bytes } = this.#entries;
    return { ...counts, bypasses: { ...bypasses }, entries: size, bytes, leaseAgeMs: this.#leaseAgeMs };
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#report();
    this.#entries.clear();
    try {
      await this.#feed?.close();
    } finally {
      await this.#store.close?.();
    }
  }

  /** The first request begins to listen, and not the loading of a module. Nobody does after the close. */
  #sourceOf(key: string): InvalidationSource | undefined {
    if (this.#closing !== undefined) return undefined;
    this.#feed ??= this.invalidations.listen((changed) => this.#forget(changed));
    return this.#feed.sourceOf(key);
  }

  #peek(key: string): StoredRecord | undefined {
    const at = momentOf(this.#settings.clock);
    this.#reportIfDue(at);
    const source = this.#sourceOf(key);
    if (source === undefined) return this.#bypass("no_connection");
    const lease = this.#leaseOf(source);
    lease.renew(at);
    const age = lease.ageAt(at);
    if (age !== Infinity) this.#leaseAgeMs = age;
    if (!lease.holdsAt(at)) return this.#bypass("no_lease");
    const entry = this.#entries.get(key);
    if (entry?.source === source && at.now < entry.record.expiresAt && at.monotonic < entry.endsAt) {
      this.#counters.hits++;
      return entry.record;
    }
    if (entry !== undefined) this.#entries.delete(key);
    this.#counters.misses++;
    return undefined;
  }

  #leaseOf(source: InvalidationSource): Lease {
    const known = this.#leases.get(source);
    if (known !== undefined) return known;
    const lease = new Lease(source, this.#settings.maxStaleMs);
    this.#leases.set(source, lease);
    return lease;
  }

  #bypass(reason: BypassReason): undefined {
    this.#counters.bypasses[reason]++;
  }

  /** Frozen, so that all requests can share it. */
  #keep(key: string, record: StoredRecord, source: InvalidationSource): void {
    Object.freeze(record.fields);
    Object.freeze(record);
    const kept = this.#entries.get(key);
    // Two answers may come in the wrong order, before the news of the change between them. Or the record was lost, and began anew.
    if (kept?.source === source && kept.record.version > record.version) return this.#forget(key);
    const { now, monotonic } = momentOf(this.#settings.clock);
    const endsAt = monotonic + (record.expiresAt - now);
    this.#counters.evicted += this.#entries.set(key, { record, source, endsAt });
  }

  /** Before: who reads from now on asks the store. After: what was read meanwhile may be from before the change. */
  async #change<T>(key: string, change: () => Promise<T>): Promise<T> {
    this.#forget(key);
    try {
      return await change();
    } finally {
      this.#forget(key);
    }
  }

  #forget(key: string): void {
    this.#fills.poison(key);
    if (this.#entries.delete(key)) this.#counters.invalidated++;
  }

  #reportIfDue({ monotonic }: Moment): void {
    if (monotonic - this.#reportedAt < this.#settings.reportMs) return;
    this.#reportedAt = monotonic;
    this.#report();
  }

  #report(): void {
    try {
      // An async function fits the type; a rejection that nobody handles would end the process.
      const result: unknown = this.#settings.onReport?.(this.report());
      if (result instanceof Promise) result.catch(() => undefined);
    } catch {
      // A listener's bug must not cost a request its session.
    }
  }
}
