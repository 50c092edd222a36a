import type { StoredRecord } from "./store.js";

/**
 * Records that are at hand in this process: a capability of a store, at `store.near`, for one that keeps what it was asked for.
 *
 * Requests begin with `peek`, and ask `read` when it knows nothing. Whatever must be current asks `read` at once.
 */
export interface NearRecords {
  /**
   * The record as it was at some moment of the last `maxStaleMs`, or undefined: then the store has to be asked. After a change through
   * this store it is never from before that change.
   *
   * One whose deadline has passed is missing. Many requests may be handed the same object, so it is frozen, and so are its
   * fields: what was made of it once is good until another object comes.
   */
  peek(key: string): StoredRecord | undefined;
  /** In milliseconds. When it has passed since a change, no process serves what was before. */
  readonly maxStaleMs: number;
}
