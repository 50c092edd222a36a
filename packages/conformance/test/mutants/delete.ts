import type { DeleteCondition, DeleteOutcome, NewRecord } from "@sess/core";
import { ModelStore } from "../../src/store/model-store.js";
import { gap } from "./mutant.js";
import type { Mutants } from "./mutant.js";

/** Wrong in `delete`. */
export const deleteMutants: Mutants = {
  "delete ignores ifVersion": (clock) =>
    new (class extends ModelStore {
      override delete(key: string): Promise<DeleteOutcome> {
        return super.delete(key);
      }
    })(clock),
  "delete is ok for a missing record": (clock) =>
    new (class extends ModelStore {
      override async delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
        const outcome = await super.delete(key, condition);
        return outcome === "gone" ? "ok" : outcome;
      }
    })(clock),
  "delete with ifVersion of a missing record is a conflict": (clock) =>
    new (class extends ModelStore {
      override async delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
        const outcome = await super.delete(key, condition);
        return outcome === "gone" && condition ? "conflict" : outcome;
      }
    })(clock),
  "delete is ok for an expired record": (clock) =>
    new (class extends ModelStore {
      override async delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
        return this.live(key) === undefined && this.records.delete(key) ? "ok" : super.delete(key, condition);
      }
    })(clock),
  "delete leaves the record": (clock) =>
    new (class extends ModelStore {
      override async delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
        const record = this.records.get(key);
        const outcome = await super.delete(key, condition);
        if (record) this.records.set(key, record);
        return outcome;
      }
    })(clock),
  "a conflict deletes the record": (clock) =>
    new (class extends ModelStore {
      override async delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
        const outcome = await super.delete(key, condition);
        if (outcome === "conflict") this.records.delete(key);
        return outcome;
      }
    })(clock),
  "delete empties the store": (clock) =>
    new (class extends ModelStore {
      override async delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
        const outcome = await super.delete(key, condition);
        if (outcome === "ok") this.records.clear();
        return outcome;
      }
    })(clock),
  "delete checks the version, and deletes later": (clock) =>
    new (class extends ModelStore {
      override async delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
        const record = this.live(key);
        if (record === undefined) return "gone";
        if (condition && condition.ifVersion !== record.version) return "conflict";
        await gap();
        return super.delete(key);
      }
    })(clock),
  "delete is told twice": (clock) =>
    new (class extends ModelStore {
      override async delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
        if (this.live(key) === undefined) return "gone";
        if (condition && condition.ifVersion !== this.live(key)?.version) return "conflict";
        await gap();
        this.records.delete(key);
        return "ok";
      }
    })(clock),
  "the deadline of a deleted record ends its successor": (clock) =>
    new (class extends ModelStore {
      readonly #ends = new Map<string, number>();
      override create(key: string, record: NewRecord): Promise<boolean> {
        return super.create(key, {
          ...record,
          expiresAt: Math.min(record.expiresAt, this.#ends.get(key) ?? Infinity),
        });
      }
      override delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
        this.#ends.set(key, this.live(key)?.expiresAt ?? Infinity);
        return super.delete(key, condition);
      }
    })(clock),
};
