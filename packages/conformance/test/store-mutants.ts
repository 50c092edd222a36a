import type { DeleteCondition, DeleteOutcome, Fields, NewRecord, PatchOutcome, RecordPatch } from "@sess/core";
import type { SessionStore, StoredRecord } from "@sess/core";
import { ModelStore } from "../src/store/model-store.js";
import type { ModelRecord } from "../src/store/model-store.js";
import type { TestClock } from "../src/index.js";

/** Any other microtask can come in between. */
const gap = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await Promise.resolve();
};

/** Stores that break one rule each. The suite must fail for every one of them. */
export const mutants: Readonly<Record<string, (clock: TestClock) => SessionStore>> = {
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
        return super.create(key, record.expiresAt > clock.now() ? record : { ...record, expiresAt: Infinity });
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
  "read returns expired records": (clock) =>
    new (class extends ModelStore {
      override async read(key: string): Promise<StoredRecord | undefined> {
        const record = this.records.get(key);
        return record && { fields: this.handOut(record), version: record.version, expiresAt: record.expiresAt };
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
        return super.patch(key, ifVersion !== undefined && (patch.set || patch.unset) ? { ...patch, ifVersion } : patch);
      }
    })(clock),
  "patch takes ifVersion for a minimum": (clock) =>
    new (class extends ModelStore {
      override async patch(key: string, { ifVersion, ...patch }: RecordPatch): Promise<PatchOutcome> {
        const version = this.live(key)?.version ?? 0;
        return ifVersion !== undefined && ifVersion > version ? super.patch(key, { ...patch, ifVersion }) : super.patch(key, patch);
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
  "patch replaces all fields": changing((record, patch, change) => {
    if (patch.set) record.fields.clear();
    change(patch);
  }),
  "patch ignores unset": changing((_record, { unset: _, ...patch }, change) => change(patch)),
  "removing a field that is not there removes another": changing((record, patch, change) => {
    const [last] = [...record.fields.keys()].slice(-1);
    const missing = patch.unset?.some((name) => !record.fields.has(name));
    change(patch);
    if (missing && last !== undefined) record.fields.delete(last);
  }),
  "unset wins over set": changing((record, patch, change) => {
    change(patch);
    for (const name of patch.unset ?? []) record.fields.delete(name);
  }),
  "the last field cannot be removed without the record": (clock) =>
    new (class extends ModelStore {
      override async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
        const outcome = await super.patch(key, patch);
        if (this.live(key)?.fields.size === 0) this.records.delete(key);
        return outcome;
      }
    })(clock),
  "a touch grows the version": changing((record, patch, change) => {
    change(patch);
    if (!patch.set && !patch.unset) record.version++;
  }),
  "an empty set grows the version": changing((record, patch, change) => {
    change(patch);
    if (patch.set && Object.keys(patch.set).length === 0) record.version++;
  }),
  "the version does not grow": changing((record, patch, change) => {
    const { version } = record;
    change(patch);
    record.version = version;
  }),
  "the version does not grow for a removal": changing((record, patch, change) => {
    const { version } = record;
    change(patch);
    if (!patch.set) record.version = version;
  }),
  "the version does not grow when nothing differs": changing((record, patch, change) => {
    const { version } = record;
    const before = JSON.stringify([...record.fields]);
    change(patch);
    if (JSON.stringify([...record.fields]) === before) record.version = version;
  }),
  "set and unset together grow the version twice": changing((record, patch, change) => {
    change(patch);
    if (patch.set && patch.unset) record.version++;
  }),
  "patch tells the old version": (clock) =>
    new (class extends ModelStore {
      override async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
        const version = this.live(key)?.version ?? 0;
        const outcome = await super.patch(key, patch);
        return outcome.status === "ok" ? { status: "ok", version } : outcome;
      }
    })(clock),
  "patch ignores the deadline": changing((_record, { expiresAt: _, ...patch }, change) => change(patch)),
  "patch moves deadlines only later": changing((record, patch, change) => {
    const { expiresAt } = record;
    change(patch);
    record.expiresAt = Math.max(record.expiresAt, expiresAt);
  }),
  "patch moves deadlines only earlier": changing((record, patch, change) => {
    const { expiresAt } = record;
    change(patch);
    record.expiresAt = Math.min(record.expiresAt, expiresAt);
  }),
  "patch moves the deadline only when no field changes": changing((_record, { expiresAt, ...patch }, change) =>
    change(patch.set || patch.unset || expiresAt === undefined ? patch : { expiresAt }),
  ),
  "patch of fields ends the deadline": changing((record, patch, change) => {
    change(patch);
    if (patch.set && patch.expiresAt === undefined) record.expiresAt = Infinity;
  }),
  "patch reads, merges and writes later": (clock) =>
    new (class extends ModelStore {
      override async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
        const record = this.live(key);
        if (record === undefined) return { status: "gone" };
        if (patch.ifVersion !== undefined && patch.ifVersion !== record.version) return { status: "conflict" };
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
      override async patch(key: string, { ifVersion, set, unset, ...rest }: RecordPatch): Promise<PatchOutcome> {
        const copy = { ...rest, ...(set && { set: { ...set } }), ...(unset && { unset: [...unset] }) };
        if (ifVersion === undefined) return super.patch(key, copy);
        const version = this.live(key)?.version;
        await gap();
        return version === undefined || version === ifVersion ? super.patch(key, copy) : { status: "conflict" };
      }
    })(clock),
  "parallel patches collide without ifVersion": (clock) =>
    new (class extends ModelStore {
      override async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
        const copy = { ...patch, ...(patch.set && { set: { ...patch.set } }), unset: [...(patch.unset ?? [])] };
        const version = this.live(key)?.version;
        await gap();
        return super.patch(key, version === undefined ? copy : { ifVersion: version, ...copy });
      }
    })(clock),
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
        return super.create(key, { ...record, expiresAt: Math.min(record.expiresAt, this.#ends.get(key) ?? Infinity) });
      }
      override delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
        this.#ends.set(key, this.live(key)?.expiresAt ?? Infinity);
        return super.delete(key, condition);
      }
    })(clock),
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
  "fields come with a prototype": handing((fields) => Object.assign({}, fields)),
  "the field __proto__ is lost": handing((fields) => {
    const copy: Record<string, string> = {};
    for (const [name, value] of Object.entries(fields)) copy[name] = value;
    return Object.assign(Object.create(null), copy);
  }),
  "the empty name is lost": handing((fields) => without(fields, (name) => name === "")),
  "empty values are lost": handing((fields) => without(fields, (_name, value) => value === "")),
  "text ends at NUL": handing((fields) => map(fields, (text) => text.split("\0")[0] ?? "")),
  "line ends are made alike": handing((fields) => map(fields, (text) => text.replaceAll("\r\n", "\n"))),
  "text is trimmed": handing((fields) => map(fields, (text) => text.trim())),
  "text is stored as Latin-1": handing((fields) => map(fields, (text) => Buffer.from(text, "latin1").toString("latin1"))),
  "text is normalised": handing((fields) => map(fields, (text) => text.normalize())),
  "a byte order mark is lost": handing((fields) => map(fields, (text) => text.replace(/^\ufeff/, ""))),
  "names ignore case": handing((fields) => {
    const copy: Record<string, string> = Object.create(null);
    for (const [name, value] of Object.entries(fields)) copy[name.toLowerCase()] = value;
    return copy;
  }),
  "names are cut at 255 characters": handing((fields) => {
    const copy: Record<string, string> = Object.create(null);
    for (const [name, value] of Object.entries(fields)) copy[name.slice(0, 255)] = value;
    return copy;
  }),
  "values are cut at 8 KiB": handing((fields) => map(fields, (text) => text.slice(0, 8192))),
  "values become JSON": handing((fields) =>
    map(fields, (text) => {
      try {
        return String(JSON.parse(text));
      } catch {
        return text;
      }
    }),
  ),
  "a field named version is the version": handing((fields) => without(fields, (name) => name === "version")),
  "no more than 256 fields are changed at once": changing((_record, patch, change) =>
    change({ ...patch, ...(patch.unset && { unset: patch.unset.slice(0, 256) }) }),
  ),
};

/** A store that hands fields out in its own way. */
function handing(handOut: (fields: Fields) => Fields): (clock: TestClock) => SessionStore {
  return (clock) =>
    new (class extends ModelStore {
      protected override handOut(record: ModelRecord): Fields {
        return handOut(super.handOut(record));
      }
    })(clock);
}

/** A store that carries patches out in its own way. */
function changing(
  carryOut: (record: ModelRecord, patch: RecordPatch, change: (patch: RecordPatch) => void) => void,
): (clock: TestClock) => SessionStore {
  return (clock) =>
    new (class extends ModelStore {
      protected override change(record: ModelRecord, patch: RecordPatch): void {
        carryOut(record, patch, (changed) => super.change(record, changed));
      }
    })(clock);
}

function map(fields: Fields, convert: (text: string) => string): Fields {
  const copy: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(fields)) copy[name] = convert(value);
  return copy;
}

function without(fields: Fields, lost: (name: string, value: string) => boolean): Fields {
  const copy: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(fields)) if (!lost(name, value)) copy[name] = value;
  return copy;
}

/** A map that always shows what the object holds now. */
function liveView(fields: Fields): Map<string, string> {
  return new (class extends Map<string, string> {
    override [Symbol.iterator](): MapIterator<[string, string]> {
      return new Map(Object.entries(fields))[Symbol.iterator]();
    }
  })(Object.entries(fields));
}
