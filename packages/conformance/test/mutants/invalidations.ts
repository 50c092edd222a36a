import type {
  DeleteCondition,
  DeleteOutcome,
  InvalidationFeed,
  NewRecord,
  PatchOutcome,
  RecordPatch,
  SessionStore,
  StoredRecord,
} from "@sess/core";
import type { TestClock } from "../../src/index.js";
import { ModelInvalidations } from "../../src/store/model-invalidations.js";
import { ModelStore } from "../../src/store/model-store.js";
import type { Mutants } from "./mutant.js";

type Make = (clock: TestClock) => SessionStore;

const withNews =
  (News: new () => ModelInvalidations): Make =>
  (clock) =>
    Object.assign(new ModelStore(clock), { invalidations: new News() });

/** Announces, besides what must be, patches with an outcome that `tells` speaks of. */
const tellingPatches =
  (tells: (outcome: PatchOutcome, patch: RecordPatch) => boolean): Make =>
  (clock) =>
    new (class extends ModelStore {
      override async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
        const outcome = await super.patch(key, patch);
        if (tells(outcome, patch)) this.invalidations.announce(key);
        return outcome;
      }
    })(clock);

/** Announces, besides what must be, deletes with this outcome. */
const tellingDeletes =
  (outcome: DeleteOutcome): Make =>
  (clock) =>
    new (class extends ModelStore {
      override async delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
        const got = await super.delete(key, condition);
        if (got === outcome) this.invalidations.announce(key);
        return got;
      }
    })(clock);

/** Announces only those changes that `tells` speaks of. The patch of a delete is absent. */
const tellingOnly =
  (tells: (patch: RecordPatch | undefined) => boolean): Make =>
  (clock) =>
    new (class extends ModelStore {
      protected override announce(key: string, patch?: RecordPatch): void {
        if (tells(patch)) super.announce(key, patch);
      }
    })(clock);

/** Stores whose invalidations break one rule each. */
export const invalidationMutants: Mutants = {
  "the store announces nothing": (clock) =>
    Object.assign(new ModelStore(clock), { invalidations: undefined }),
  "a patch is not announced": tellingOnly((patch) => patch === undefined),
  "a delete is not announced": tellingOnly((patch) => patch !== undefined),
  "a removal is not announced": tellingOnly((patch) => patch?.unset === undefined),
  "a patch with a deadline is not announced": tellingOnly((patch) => patch?.expiresAt === undefined),
  "a patch at a version is not announced": tellingOnly((patch) => patch?.ifVersion === undefined),
  "a touch is announced": tellingPatches(
    (outcome, patch) => outcome.status === "ok" && !patch.set && !patch.unset,
  ),
  "a patch without fields is announced": tellingPatches(
    (outcome, { set, unset }) => outcome.status === "ok" && (set ?? unset) !== undefined,
  ),
  "a patch of what is gone is announced": tellingPatches((outcome) => outcome.status === "gone"),
  "a conflict is announced": tellingPatches((outcome) => outcome.status === "conflict"),
  "a delete of what is gone is announced": tellingDeletes("gone"),
  "a delete that conflicts is announced": tellingDeletes("conflict"),
  "a new record is announced": (clock) =>
    new (class extends ModelStore {
      override async create(key: string, record: NewRecord): Promise<boolean> {
        const created = await super.create(key, record);
        if (created) this.invalidations.announce(key);
        return created;
      }
    })(clock),
  "a read is announced": (clock) =>
    new (class extends ModelStore {
      override async read(key: string): Promise<StoredRecord | undefined> {
        this.invalidations.announce(key);
        return super.read(key);
      }
    })(clock),
  "a record is announced once": withNews(
    class extends ModelInvalidations {
      readonly #announced = new Set<string>();
      override announce(key: string): void {
        if (!this.#announced.has(key)) super.announce(key);
        this.#announced.add(key);
      }
    },
  ),
  "keys are announced without spaces around them": withNews(
    class extends ModelInvalidations {
      override announce(key: string): void {
        super.announce(key.trim());
      }
    },
  ),
  "keys are announced as bytes": withNews(
    class extends ModelInvalidations {
      override announce(key: string): void {
        super.announce(Buffer.from(key).toString("latin1"));
      }
    },
  ),
  "the last listener is the only one": withNews(
    class extends ModelInvalidations {
      override listen(invalidated: (key: string) => void): InvalidationFeed {
        this.listeners.clear();
        return super.listen(invalidated);
      }
    },
  ),
  "close goes on listening": withNews(
    class extends ModelInvalidations {
      override listen(invalidated: (key: string) => void): InvalidationFeed {
        return { ...super.listen(invalidated), close: async () => {} };
      }
    },
  ),
  "close ends every listener": withNews(
    class extends ModelInvalidations {
      override listen(invalidated: (key: string) => void): InvalidationFeed {
        return { ...super.listen(invalidated), close: async () => this.listeners.clear() };
      }
    },
  ),
  "each question has a source of its own": withNews(
    class extends ModelInvalidations {
      override listen(invalidated: (key: string) => void): InvalidationFeed {
        return { ...super.listen(invalidated), sourceOf: () => ({ barrier: async () => {} }) };
      }
    },
  ),
  "a barrier does not wait for what is on its way": withNews(
    class extends ModelInvalidations {
      override announce(key: string): void {
        setTimeout(() => super.announce(key), 50);
      }
    },
  ),
  "a barrier fails when nothing has changed": withNews(
    class extends ModelInvalidations {
      override listen(invalidated: (key: string) => void): InvalidationFeed {
        const source = { barrier: () => Promise.reject(new Error("nothing came")) };
        return { ...super.listen(invalidated), sourceOf: () => source };
      }
    },
  ),
  "a connection never comes": withNews(
    class extends ModelInvalidations {
      override listen(invalidated: (key: string) => void): InvalidationFeed {
        return { ...super.listen(invalidated), sourceOf: () => undefined };
      }
    },
  ),
};
