import type {
  DeleteCondition,
  DeleteOutcome,
  Fields,
  NewRecord,
  PatchOutcome,
  RecordPatch,
  SessionStore,
  StoredRecord,
} from "@sess/core";
import { fieldsOf } from "./check.js";
import { ModelIndex } from "./model-index.js";
import { ModelInvalidations } from "./model-invalidations.js";
import type { TestClock } from "./options.js";

export interface ModelRecord {
  fields: Map<string, string>;
  version: number;
  expiresAt: number;
}

/** The contract in the plainest words: what a store under test is compared with. It is for no other use. */
export class ModelStore implements SessionStore {
  protected readonly records: Map<string, ModelRecord> = new Map();
  protected readonly clock: TestClock;
  readonly users: ModelIndex;
  readonly invalidations: ModelInvalidations = new ModelInvalidations();

  constructor(clock: TestClock) {
    this.clock = clock;
    this.users = new ModelIndex(clock);
  }

  async create(key: string, record: NewRecord): Promise<boolean> {
    if (this.live(key) !== undefined) return false;
    const fields = new Map(Object.entries(record.fields));
    this.records.set(key, { fields, version: 1, expiresAt: record.expiresAt });
    return true;
  }

  async read(key: string): Promise<StoredRecord | undefined> {
    const record = this.live(key);
    return record && { fields: this.handOut(record), version: record.version, expiresAt: record.expiresAt };
  }

  async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
    const record = this.live(key);
    if (record === undefined) return { status: "gone" };
    if (patch.ifVersion !== undefined && patch.ifVersion !== record.version) return { status: "conflict" };
    const { version } = record;
    this.change(record, patch);
    if (record.version !== version) this.announce(key, patch);
    return { status: "ok", version: record.version };
  }

  async delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
    const record = this.live(key);
    if (record === undefined) return "gone";
    if (condition !== undefined && condition.ifVersion !== record.version) return "conflict";
    this.records.delete(key);
    this.announce(key);
    return "ok";
  }

  /** @param _patch what has changed; absent for a delete. */
  protected announce(key: string, _patch?: RecordPatch): void {
    this.invalidations.announce(key);
  }

  protected live(key: string): ModelRecord | undefined {
    const record = this.records.get(key);
    return record !== undefined && record.expiresAt > this.clock.now() ? record : undefined;
  }

  protected change(record: ModelRecord, { set = {}, unset = [], expiresAt }: RecordPatch): void {
    for (const name of unset) record.fields.delete(name);
    for (const [name, value] of Object.entries(set)) record.fields.set(name, value);
    if (unset.length > 0 || Object.keys(set).length > 0) record.version++;
    if (expiresAt !== undefined) record.expiresAt = expiresAt;
  }

  protected handOut(record: ModelRecord): Fields {
    return fieldsOf(record.fields);
  }
}
