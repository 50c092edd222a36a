import {
  type DeleteCondition,
  type DeleteOutcome,
  EPOCH_KEY,
  type Invalidations,
  type NewRecord,
  type PatchOutcome,
  type RecordPatch,
  type SessionStore,
  type StoredRecord,
  type UserIndex,
} from "@sess/core";
import { aroundIndex } from "./around-index.js";

/** How often each method of the store was called. */
export interface StoreCalls {
  /** Calls of `create`. */
  readonly create: number;
  /** Calls of `read`, but for that of the epoch. */
  readonly read: number;
  /** Calls of `patch`, those that only move the deadline included. */
  readonly patch: number;
  /** Calls of `delete`. */
  readonly delete: number;
}

/** How often each method of `store.users` was called. */
export type IndexCalls = Readonly<Record<keyof UserIndex, number>>;

/** A store that counts the calls which reach it. */
export interface CountingStore extends SessionStore {
  /** The calls since the start, or since the last {@link CountingStore.resetCalls}: a copy, which stays as it is. */
  readonly calls: StoreCalls;
  /** The same for the user index: nothing but zeros where there is none. */
  readonly indexCalls: IndexCalls;
  /** All of {@link CountingStore.calls} and {@link CountingStore.indexCalls} together. */
  readonly totalCalls: number;
  /** Begins to count anew. */
  resetCalls(): void;
}

const NONE: StoreCalls = { create: 0, read: 0, patch: 0, delete: 0 };
const NONE_OF_INDEX: IndexCalls = { add: 0, confirm: 0, remove: 0, list: 0, revoke: 0 };

/**
 * Counts the calls of `store`, to assert what a request costs. A call counts when it starts, whatever it comes to. The read of
 * {@link EPOCH_KEY} does not count: it comes once a second, and is no request's.
 */
export function countingStore(store: SessionStore): CountingStore {
  return new Counting(store);
}

class Counting implements CountingStore {
  readonly users?: UserIndex;
  readonly invalidations?: Invalidations;
  readonly #store: SessionStore;
  #calls = NONE;
  #indexCalls = NONE_OF_INDEX;

  constructor(store: SessionStore) {
    this.#store = store;
    if (store.invalidations) this.invalidations = store.invalidations;
    if (store.users) this.users = aroundIndex(store.users, (method, call) => this.#countIndex(method, call));
  }

  get calls(): StoreCalls {
    return this.#calls;
  }

  get indexCalls(): IndexCalls {
    return this.#indexCalls;
  }

  get totalCalls(): number {
    const { create, read, patch, delete: deletions } = this.#calls;
    const { add, confirm, remove, list, revoke } = this.#indexCalls;
    return create + read + patch + deletions + add + confirm + remove + list + revoke;
  }

  resetCalls(): void {
    this.#calls = NONE;
    this.#indexCalls = NONE_OF_INDEX;
  }

  create(key: string, record: NewRecord): Promise<boolean> {
    this.#count("create");
    return this.#store.create(key, record);
  }

  read(key: string): Promise<StoredRecord | undefined> {
    if (key !== EPOCH_KEY) this.#count("read");
    return this.#store.read(key);
  }

  patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
    this.#count("patch");
    return this.#store.patch(key, patch);
  }

  delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
    this.#count("delete");
    return this.#store.delete(key, condition);
  }

  async close(): Promise<void> {
    await this.#store.close?.();
  }

  #countIndex<T>(method: keyof UserIndex, call: () => Promise<T>): Promise<T> {
    this.#indexCalls = { ...this.#indexCalls, [method]: this.#indexCalls[method] + 1 };
    return call();
  }

  #count(method: keyof StoreCalls): void {
    this.#calls = { ...this.#calls, [method]: this.#calls[method] + 1 };
  }
}
