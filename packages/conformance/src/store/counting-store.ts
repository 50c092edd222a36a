import type {
  DeleteCondition,
  DeleteOutcome,
  NewRecord,
  PatchOutcome,
  RecordPatch,
  SessionStore,
  StoredRecord,
} from "@sess/core";

/** How often each method was called. */
export interface StoreCalls {
  readonly create: number;
  readonly read: number;
  readonly patch: number;
  readonly delete: number;
}

/** A store that counts the calls which reach it. */
export interface CountingStore extends SessionStore {
  /** The calls since the start, or since the last {@link CountingStore.resetCalls}: a copy, which stays as it is. */
  readonly calls: StoreCalls;
  /** All of {@link CountingStore.calls} together. */
  readonly totalCalls: number;
  /** Begins to count anew. */
  resetCalls(): void;
}

const NONE: StoreCalls = { create: 0, read: 0, patch: 0, delete: 0 };

/** Counts the calls of `store`, to assert what a request costs. A call counts when it starts, whatever it comes to. */
export function countingStore(store: SessionStore): CountingStore {
  return new Counting(store);
}

class Counting implements CountingStore {
  readonly #store: SessionStore;
  #calls = NONE;

  constructor(store: SessionStore) {
    this.#store = store;
  }

  get calls(): StoreCalls {
    return this.#calls;
  }

  get totalCalls(): number {
    const { create, read, patch, delete: deletions } = this.#calls;
    return create + read + patch + deletions;
  }

  resetCalls(): void {
    this.#calls = NONE;
  }

  create(key: string, record: NewRecord): Promise<boolean> {
    this.#count("create");
    return this.#store.create(key, record);
  }

  read(key: string): Promise<StoredRecord | undefined> {
    this.#count("read");
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

  #count(method: keyof StoreCalls): void {
    this.#calls = { ...this.#calls, [method]: this.#calls[method] + 1 };
  }
}
