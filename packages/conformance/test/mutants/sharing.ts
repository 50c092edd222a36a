import type { Fields, NewRecord, PatchOutcome, RecordPatch } from "@sess/core";
import { ModelStore } from "../../src/store/model-store.js";
import type { ModelRecord } from "../../src/store/model-store.js";
import type { Mutants } from "./mutant.js";

/** Records that the caller can reach into. */
export const sharingMutants: Mutants = {
  "create keeps the caller's fields": (clock) =>
    new (class extends ModelStore {
      override create(key: string, record: NewRecord): Promise<boolean> {
        return super.create(key, record).then((created) => {
          const live = this.records.get(key);
          if (created && live) live.fields = liveView(record.fields);
          return created;
        });
      }
      protected override change(record: ModelRecord, patch: RecordPatch): void {
        record.fields = new Map([...record.fields]);
        super.change(record, patch);
      }
    })(clock),
  "create reads its argument late": (clock) =>
    new (class extends ModelStore {
      override async create(key: string, record: NewRecord): Promise<boolean> {
        if (this.live(key) !== undefined) return false;
        await Promise.resolve();
        return super.create(key, record);
      }
    })(clock),
  "patch reads its argument late": (clock) =>
    new (class extends ModelStore {
      override async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
        await Promise.resolve();
        return super.patch(key, patch);
      }
    })(clock),
  "reads share one object": (clock) =>
    new (class extends ModelStore {
      readonly #handedOut = new WeakMap<ModelRecord, Fields>();
      protected override handOut(record: ModelRecord): Fields {
        const fields = this.#handedOut.get(record) ?? super.handOut(record);
        this.#handedOut.set(record, fields);
        return fields;
      }
      protected override change(record: ModelRecord, patch: RecordPatch): void {
        this.#handedOut.delete(record);
        super.change(record, patch);
      }
    })(clock),
  "what was read changes with the record": (clock) =>
    new (class extends ModelStore {
      readonly #handedOut = new Map<ModelRecord, Record<string, string>[]>();
      protected override handOut(record: ModelRecord): Fields {
        const fields: Record<string, string> = Object.assign(Object.create(null), super.handOut(record));
        this.#handedOut.set(record, [...(this.#handedOut.get(record) ?? []), fields]);
        return fields;
      }
      protected override change(record: ModelRecord, patch: RecordPatch): void {
        super.change(record, patch);
        for (const fields of this.#handedOut.get(record) ?? []) Object.assign(fields, super.handOut(record));
      }
    })(clock),
  "it deletes from its arguments": (clock) =>
    new (class extends ModelStore {
      override async create(key: string, record: NewRecord): Promise<boolean> {
        const created = await super.create(key, record);
        for (const name of Object.keys(record.fields)) {
          if (!Reflect.deleteProperty(record.fields, name)) throw new TypeError("frozen");
        }
        return created;
      }
    })(clock),
};

/** A map that always shows what the object holds now. */
function liveView(fields: Fields): Map<string, string> {
  return new (class extends Map<string, string> {
    override [Symbol.iterator](): MapIterator<[string, string]> {
      return new Map(Object.entries(fields))[Symbol.iterator]();
    }
  })(Object.entries(fields));
}
