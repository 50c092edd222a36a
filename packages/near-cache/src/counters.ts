/**
 * Why memory was not asked. `no_connection`: nothing is heard of changes; `no_lease`: the last proof that all was heard is older than
 * `maxStaleMs`, so the network is slow or cut, or this is the first request after a pause.
 */
export type BypassReason = "no_connection" | "no_lease";

/** What a near cache has done since it was made, and how it stands. */
export interface NearCacheReport {
  /** Answered from memory. */
  readonly hits: number;
  /** Not in memory, or not any more. */
  readonly misses: number;
  /** Memory was not asked, by reason. The store was. */
  readonly bypasses: Readonly<Record<BypassReason, number>>;
  /** Records that were forgotten because they had changed, here or elsewhere. */
  readonly invalidated: number;
  /** Answers of the store that were not kept, because the record changed while they were on their way. */
  readonly poisoned: number;
  /** Records that had to go for others. */
  readonly evicted: number;
  /** Records in memory. */
  readonly entries: number;
  /** What they take, about. */
  readonly bytes: number;
  /** How old the lease was that the last request found, in milliseconds; undefined before the first. */
  readonly leaseAgeMs: number | undefined;
}

/** The part that only counts. */
export interface Counters {
  hits: number;
  misses: number;
  readonly bypasses: Record<BypassReason, number>;
  invalidated: number;
  poisoned: number;
  evicted: number;
}

export function newCounters(): Counters {
  return {
    hits: 0,
    misses: 0,
    bypasses: { no_connection: 0, no_lease: 0 },
    invalidated: 0,
    poisoned: 0,
    evicted: 0,
  };
}
