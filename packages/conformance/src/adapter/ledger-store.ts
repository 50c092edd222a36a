import type {
  DeleteCondition,
  DeleteOutcome,
  Invalidations,
  NewRecord,
  PatchOutcome,
  RecordPatch,
  SessionStore,
  StoredRecord,
  UserIndex,
} from "@sess/core";

/** A store that remembers every key under which a record was made: a ghost would be found under one of them. */
export class LedgerStore implements SessionStore {
  readonly users?: UserIndex;
  readonly invalidations?: Invalidations;
  readonly #store: SessionStore;
  readonly #keys = new Set<string>();

  constructor(store: SessionStore) {
    this.#store = store;
    if (store.users) this.users = store.users;
    if (store.invalidations) this.invalidations = store.invalidations;
  }

  /** How many of all records that were ever made are still live. */
  async live(): Promise<number> {
    const records = await Promise.all([...this.#keys].map((key) => this.#store.read(key)));
    return records.filter((record) => record !== undefined).length;
  }

  create(key: string, record: NewRecord): Promise<boolean> {
    this.#keys.add(key);
    return this.#store.create(key, record);
  }

  read(key: string): Promise<StoredRecord | undefined> {
    return this.#store.read(key);
  }

  patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
    this.#keys.add(key);
    return this.#store.patch(key, patch);
  }

  delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
    return this.#store.delete(key, condition);
  }

  async close(): Promise<void> {
    await this.#store.close?.();
  }
}
