import type { NewRecord } from "@sess/core";
import { ModelStore } from "../../src/store/model-store.js";
import { gap } from "./mutant.js";
import type { Mutants } from "./mutant.js";

/** Wrong in `create`. */
export const createMutants: Mutants = {
  "create overwrites a live record": (clock) =>
    new (class extends ModelStore {
      override async create(key: string, record: NewRecord): Promise<boolean> {
        this.records.delete(key);
        return super.create(key, record);
      }
    })(clock),
  "create says true over a live record, and changes nothing": (clock) =>
    new (class extends ModelStore {
      override async create(key: string, record: NewRecord): Promise<boolean> {
        await super.create(key, record);
        return true;
      }
    })(clock),
  "create refuses over an expired record": (clock) =>
    new (class extends ModelStore {
      override async create(key: string, record: NewRecord): Promise<boolean> {
        return this.records.has(key) ? false : super.create(key, record);
      }
    })(clock),
  "create over an expired record keeps its fields": (clock) =>
    new (class extends ModelStore {
      override async create(key: string, record: NewRecord): Promise<boolean> {
        const old = Object.fromEntries(this.records.get(key)?.fields ?? []);
        return super.create(key, { ...record, fields: { ...old, ...record.fields } });
      }
    })(clock),
  "create over an expired record goes on with its version": (clock) =>
    new (class extends ModelStore {
      override async create(key: string, record: NewRecord): Promise<boolean> {
        const old = this.records.get(key);
        const created = await super.create(key, record);
        const live = this.records.get(key);
        if (created && old && live) live.version = old.version + 1;
        return created;
      }
    })(clock),
  "create refuses a deadline in the past": (clock) =>
    new (class extends ModelStore {
      override async create(key: string, record: NewRecord): Promise<boolean> {
        return record.expiresAt > clock.now() && super.create(key, record);
      }
    })(clock),
  "create takes a deadline in the past for none": (clock) =>
    new (class extends ModelStore {
      override async create(key: string, record: NewRecord): Promise<boolean> {
        return super.create(
          key,
          record.expiresAt > clock.now() ? record : { ...record, expiresAt: Infinity },
        );
      }
    })(clock),
  "create with a deadline in the past deletes the live record": (clock) =>
    new (class extends ModelStore {
      override async create(key: string, record: NewRecord): Promise<boolean> {
        if (record.expiresAt <= clock.now()) this.records.delete(key);
        return super.create(key, record);
      }
    })(clock),
  "create does not take a record without fields": (clock) =>
    new (class extends ModelStore {
      override async create(key: string, record: NewRecord): Promise<boolean> {
        return Object.keys(record.fields).length === 0 || super.create(key, record);
      }
    })(clock),
  "create looks first and writes later": (clock) =>
    new (class extends ModelStore {
      override async create(key: string, record: NewRecord): Promise<boolean> {
        if (this.live(key) !== undefined) return false;
        const copy = { ...record, fields: { ...record.fields } };
        await gap();
        this.records.delete(key);
        return super.create(key, copy);
      }
    })(clock),
  "create begins at version 0": (clock) =>
    new (class extends ModelStore {
      override async create(key: string, record: NewRecord): Promise<boolean> {
        const created = await super.create(key, record);
        const live = this.records.get(key);
        if (created && live) live.version = 0;
        return created;
      }
    })(clock),
  "anonymous records are not kept": (clock) =>
    new (class extends ModelStore {
      override async create(key: string, record: NewRecord): Promise<boolean> {
        return record.anonymous ? this.live(key) === undefined : super.create(key, record);
      }
    })(clock),
};
