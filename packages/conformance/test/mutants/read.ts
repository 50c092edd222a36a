import type {
  DeleteCondition,
  DeleteOutcome,
  NewRecord,
  PatchOutcome,
  RecordPatch,
  StoredRecord,
} from "@sess/core";
import { ModelStore } from "../../src/store/model-store.js";
import type { Mutants } from "./mutant.js";

/** Wrong in `read`, in keys, or about the time. */
export const readMutants: Mutants = {
  "read returns expired records": (clock) =>
    new (class extends ModelStore {
      override async read(key: string): Promise<StoredRecord | undefined> {
        const record = this.records.get(key);
        return (
          record && { fields: this.handOut(record), version: record.version, expiresAt: record.expiresAt }
        );
      }
    })(clock),
  "read extends the deadline": (clock) =>
    new (class extends ModelStore {
      override async read(key: string): Promise<StoredRecord | undefined> {
        const record = this.live(key);
        if (record) record.expiresAt = Math.max(record.expiresAt, clock.now() + 60_000);
        return super.read(key);
      }
    })(clock),
  "read rounds the deadline to seconds": (clock) =>
    new (class extends ModelStore {
      override async read(key: string): Promise<StoredRecord | undefined> {
        const record = await super.read(key);
        return record && { ...record, expiresAt: Math.floor(record.expiresAt / 1000) * 1000 };
      }
    })(clock),
  "read returns null for a missing record": (clock) =>
    new (class extends ModelStore {
      override async read(key: string): Promise<StoredRecord | undefined> {
        return (await super.read(key)) ?? JSON.parse("null");
      }
    })(clock),
  "a record lives one millisecond too long": (clock) => new ModelStore({ now: () => clock.now() - 1 }),
  "a record ends one millisecond too soon": (clock) => new ModelStore({ now: () => clock.now() + 1 }),
  "records never expire": () => new ModelStore({ now: () => 0 }),
  "keys ignore case": (clock) =>
    new (class extends ModelStore {
      override create(key: string, record: NewRecord): Promise<boolean> {
        return super.create(key.toLowerCase(), record);
      }
      override read(key: string): Promise<StoredRecord | undefined> {
        return super.read(key.toLowerCase());
      }
      override patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
        return super.patch(key.toLowerCase(), patch);
      }
      override delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
        return super.delete(key.toLowerCase(), condition);
      }
    })(clock),
};
