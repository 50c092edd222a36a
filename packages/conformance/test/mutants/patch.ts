import type { PatchOutcome, RecordPatch } from "@sess/core";
import { ModelStore } from "../../src/store/model-store.js";
import { gap } from "./mutant.js";
import type { Mutants } from "./mutant.js";

/** Wrong in when, or whether, `patch` changes a record. */
export const patchMutants: Mutants = {
  "patch creates a missing record": (clock) =>
    new (class extends ModelStore {
      override async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
        const outcome = await super.patch(key, patch);
        if (outcome.status !== "gone") return outcome;
        const expiresAt = patch.expiresAt ?? clock.now() + 60_000;
        await this.create(key, { fields: patch.set ?? {}, expiresAt, anonymous: false });
        return { status: "ok", version: 1 };
      }
    })(clock),
  "patch says gone, and leaves a ghost": (clock) =>
    new (class extends ModelStore {
      override async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
        const outcome = await super.patch(key, patch);
        if (outcome.status !== "gone" || patch.set === undefined) return outcome;
        await this.create(key, { fields: patch.set, expiresAt: clock.now() + 60_000, anonymous: false });
        return outcome;
      }
    })(clock),
  "patch revives an expired record": (clock) =>
    new (class extends ModelStore {
      override async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
        const record = this.records.get(key);
        if (record && patch.expiresAt) record.expiresAt = Math.max(record.expiresAt, patch.expiresAt);
        return super.patch(key, patch);
      }
    })(clock),
  "patch of an expired record at another version is a conflict": (clock) =>
    new (class extends ModelStore {
      override async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
        const record = this.records.get(key);
        const differs = record && patch.ifVersion !== undefined && patch.ifVersion !== record.version;
        return differs ? { status: "conflict" } : super.patch(key, patch);
      }
    })(clock),
  "patch ignores ifVersion": (clock) =>
    new (class extends ModelStore {
      override patch(key: string, { ifVersion: _, ...patch }: RecordPatch): Promise<PatchOutcome> {
        return super.patch(key, patch);
      }
    })(clock),
  "patch ignores ifVersion when only the deadline moves": (clock) =>
    new (class extends ModelStore {
      override patch(key: string, { ifVersion, ...patch }: RecordPatch): Promise<PatchOutcome> {
        return super.patch(
          key,
          ifVersion !== undefined && (patch.set || patch.unset) ? { ...patch, ifVersion } : patch,
        );
      }
    })(clock),
  "patch takes ifVersion for a minimum": (clock) =>
    new (class extends ModelStore {
      override async patch(key: string, { ifVersion, ...patch }: RecordPatch): Promise<PatchOutcome> {
        const version = this.live(key)?.version ?? 0;
        return ifVersion !== undefined && ifVersion > version
          ? super.patch(key, { ...patch, ifVersion })
          : super.patch(key, patch);
      }
    })(clock),
  "a conflict moves the deadline": (clock) =>
    new (class extends ModelStore {
      override async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
        const record = this.live(key);
        if (record && patch.expiresAt !== undefined) record.expiresAt = patch.expiresAt;
        return super.patch(key, patch);
      }
    })(clock),
  "the last field cannot be removed without the record": (clock) =>
    new (class extends ModelStore {
      override async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
        const outcome = await super.patch(key, patch);
        if (this.live(key)?.fields.size === 0) this.records.delete(key);
        return outcome;
      }
    })(clock),
  "patch tells the old version": (clock) =>
    new (class extends ModelStore {
      override async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
        const version = this.live(key)?.version ?? 0;
        const outcome = await super.patch(key, patch);
        return outcome.status === "ok" ? { status: "ok", version } : outcome;
      }
    })(clock),
  "patch reads, merges and writes later": (clock) =>
    new (class extends ModelStore {
      override async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
        const record = this.live(key);
        if (record === undefined) return { status: "gone" };
        if (patch.ifVersion !== undefined && patch.ifVersion !== record.version)
          return { status: "conflict" };
        const copy = { ...record, fields: new Map(record.fields) };
        this.change(copy, structuredClone({ ...patch, set: { ...patch.set } }));
        await gap();
        if (this.live(key) === undefined) return { status: "gone" };
        this.records.set(key, copy);
        return { status: "ok", version: copy.version };
      }
    })(clock),
  "patch checks that the record lives, and writes later": (clock) =>
    new (class extends ModelStore {
      override async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
        const record = this.live(key);
        const outcome = await super.patch(key, patch);
        await gap();
        if (outcome.status === "ok" && record) this.records.set(key, record);
        return outcome;
      }
    })(clock),
  "patch checks the version, and writes later": (clock) =>
    new (class extends ModelStore {
      override async patch(
        key: string,
        { ifVersion, set, unset, ...rest }: RecordPatch,
      ): Promise<PatchOutcome> {
        const copy = { ...rest, ...(set && { set: { ...set } }), ...(unset && { unset: [...unset] }) };
        if (ifVersion === undefined) return super.patch(key, copy);
        const version = this.live(key)?.version;
        await gap();
        return version === undefined || version === ifVersion
          ? super.patch(key, copy)
          : { status: "conflict" };
      }
    })(clock),
  "parallel patches collide without ifVersion": (clock) =>
    new (class extends ModelStore {
      override async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
        const copy = {
          ...patch,
          ...(patch.set && { set: { ...patch.set } }),
          unset: [...(patch.unset ?? [])],
        };
        const version = this.live(key)?.version;
        await gap();
        return super.patch(key, version === undefined ? copy : { ifVersion: version, ...copy });
      }
    })(clock),
};
