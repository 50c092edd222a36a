import type { RecordPatch, SessionStore } from "@sess/core";
import type { TestClock } from "../../src/index.js";
import { ModelStore } from "../../src/store/model-store.js";
import type { ModelRecord } from "../../src/store/model-store.js";

/** Stores that break one rule each, by the rule's name. */
export type Mutants = Readonly<Record<string, (clock: TestClock) => SessionStore>>;

/** Any other microtask can come in between. */
export const gap = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await Promise.resolve();
};

/** A store that carries patches out in its own way. */
export function changing(
  carryOut: (record: ModelRecord, patch: RecordPatch, change: (patch: RecordPatch) => void) => void,
): (clock: TestClock) => SessionStore {
  return (clock) =>
    new (class extends ModelStore {
      protected override change(record: ModelRecord, patch: RecordPatch): void {
        carryOut(record, patch, (changed) => super.change(record, changed));
      }
    })(clock);
}
