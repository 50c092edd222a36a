import type {
  DeleteCondition,
  DeleteOutcome,
  NewRecord,
  PatchOutcome,
  RecordPatch,
  SessionStore,
  StoredRecord,
} from "@sess/core";

/** Memory at its worst: what it was asked for once it says for ever, as a near cache may within its bound. */
export class RememberingStore implements SessionStore {
  readonly near = { maxStaleMs: 1000, peek: (key: string): StoredRecord | undefined => this.#kept.get(key) };
  readonly #kept = new Map<string, StoredRecord>();
  readonly #store: SessionStore;

  constructor(store: SessionStore) {
    this.#store = store;
  }

  async read(key: string): Promise<StoredRecord | undefined> {
    const record = await this.#store.read(key);
    if (record !== undefined && !this.#kept.has(key)) this.#kept.set(key, frozen(record));
    return record;
  }

  create(key: string, record: NewRecord): Promise<boolean> {
    return this.#store.create(key, record);
  }

  patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
    return this.#store.patch(key, patch);
  }

  delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
    return this.#store.delete(key, condition);
  }
}

function frozen({ fields, version, expiresAt }: StoredRecord): StoredRecord {
  return Object.freeze({ fields: Object.freeze({ ...fields }), version, expiresAt });
}
