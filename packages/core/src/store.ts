import type { Invalidations } from "./invalidations.js";
import type { UserIndex } from "./user-index.js";

/**
 * What a store must be: a map of records with deadlines, in which every write is conditional.
 *
 * A store knows no HTTP, no cookie and no meaning of a field. It must keep these rules:
 *
 * - Each call is atomic: two calls at once end as if one had come after the other.
 * - A record whose `expiresAt` has passed is missing, for every call, whether or not its memory is freed yet.
 *   It has passed when `expiresAt <= now`.
 * - Nothing that the caller passed in, or was handed, is shared: later changes to it change no record.
 * - A rejection means that the store failed. Missing, expired and changed records are outcomes, not errors.
 *
 * `storeCases` of `@sess/conformance` tests all of it.
 */
export interface SessionStore {
  /**
   * Adds a record at version 1.
   * @returns false, and nothing changes, when a live record exists at `key`.
   */
  create(key: string, record: NewRecord): Promise<boolean>;

  /** @returns undefined when the record is missing or past its deadline. */
  read(key: string): Promise<StoredRecord | undefined>;

  /**
   * Sets and unsets fields, and moves the deadline; every other field stays. It never creates: what is gone stays gone.
   *
   * Without `ifVersion` the last writer of a field wins, and writers of different fields do not disturb each other.
   * With `ifVersion` nothing changes unless the record is at that version. The version grows by one when `set` or
   * `unset` is present and names a field, and stays when only the deadline moves.
   */
  patch(key: string, patch: RecordPatch): Promise<PatchOutcome>;

  /** Removes the record; with `ifVersion`, only at that version. */
  delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome>;

  /** Sessions by user. Without it nobody can be logged out everywhere. */
  readonly users?: UserIndex;

  /** News of changes, for caches in front of the store. */
  readonly invalidations?: Invalidations;

  /** What can be answered at once, from this process' memory. */
  readonly near?: NearRecords;

  /** Frees what the store itself opened: timers, subscriptions. Not a client that was passed in. */
  close?(): Promise<void>;
}

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
   * One whose deadline has passed is missing. An object that is handed out more than once is frozen, and so are its fields: what was
   * made of it once is good until another object comes.
   */
  peek(key: string): StoredRecord | undefined;
  /** In milliseconds. When it has passed since a change, no process serves what was before. */
  readonly maxStaleMs: number;
}

/** The fields of a record: opaque texts by name. An object that inherits nothing, so that no name is special. */
export type Fields = Readonly<Record<string, string>>;

/** A record as core hands it to {@link SessionStore.create}. */
export interface NewRecord {
  /** All fields: the data, and under names that begin with `$` what core itself keeps. */
  readonly fields: Fields;
  /** When the record ends, in milliseconds since the epoch. A deadline in the past makes a record that is missing. */
  readonly expiresAt: number;
  /** True when no user is signed in: a bounded store that is full evicts such records first. */
  readonly anonymous: boolean;
}

/** A record as a store hands it back. */
export interface StoredRecord {
  /** All fields, as they were written. */
  readonly fields: Fields;
  /** 1 for a new record, and one more after every change of fields. */
  readonly version: number;
  /** When the record ends, in milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** One change of a record. */
export interface RecordPatch {
  /** Fields to add or to replace. */
  readonly set?: Fields;
  /** Names of fields to remove; a name that the record lacks is no error. `set` wins over `unset`. */
  readonly unset?: readonly string[];
  /** The new deadline, in milliseconds since the epoch, earlier or later than the old one. Absent: it stays. */
  readonly expiresAt?: number;
  /** Change nothing unless the record is at this version. */
  readonly ifVersion?: number;
}

/** `version` is the record's version after the patch. */
export type PatchOutcome =
  | { readonly status: "ok"; readonly version: number }
  | { readonly status: "gone" }
  | { readonly status: "conflict" };

/** The condition of a {@link SessionStore.delete}. */
export interface DeleteCondition {
  /** Remove nothing unless the record is at this version. */
  readonly ifVersion: number;
}

/** `gone`: there was no live record. `conflict`: it is at another version, and still there. */
export type DeleteOutcome = "ok" | "gone" | "conflict";
