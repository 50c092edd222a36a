import type {
  DeleteCondition,
  DeleteOutcome,
  NewRecord,
  PatchOutcome,
  RecordPatch,
  StoredRecord,
} from "@sess/core";

/** Where a key lives, and how often it has moved. */
export interface Place {
  readonly shard: number;
  readonly moves: number;
}

/** Who is told what has changed. */
export interface Subscriber {
  readonly shard: number;
  publish(key: string): void;
}

/** The database: it carries out one command at a time, and tells of each change those who listen to the key's shard. */
export class FakeServer {
  readonly subscribers: Set<Subscriber> = new Set();
  /** Called after every change of state, a new record included. */
  onChange: (key: string) => void = () => {};
  readonly #records = new Map<string, StoredRecord>();
  readonly #places = new Map<string, Place>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  placeOf(key: string): Place {
    return this.#places.get(key) ?? { shard: 0, moves: 0 };
  }

  move(key: string, shard: number): void {
    this.#places.set(key, { shard, moves: this.placeOf(key).moves + 1 });
  }

  create(key: string, { fields, expiresAt }: NewRecord): boolean {
    if (this.read(key) !== undefined) return false;
    this.#records.set(key, { fields: { ...fields }, version: 1, expiresAt });
    this.onChange(key);
    return true;
  }

  read(key: string): StoredRecord | undefined {
    const record = this.#records.get(key);
    return record && record.expiresAt > this.#now() ? { ...record, fields: { ...record.fields } } : undefined;
  }

  patch(key: string, { set = {}, unset = [], expiresAt, ifVersion }: RecordPatch): PatchOutcome {
    const record = this.read(key);
    if (record === undefined) return { status: "gone" };
    if (ifVersion !== undefined && ifVersion !== record.version) return { status: "conflict" };
    const changes = Object.keys(set).length + unset.length > 0;
    const kept = Object.entries(record.fields).filter(([name]) => !unset.includes(name));
    const fields = { ...Object.fromEntries(kept), ...set };
    const version = record.version + (changes ? 1 : 0);
    this.#records.set(key, { fields, version, expiresAt: expiresAt ?? record.expiresAt });
    if (changes) this.#changed(key);
    return { status: "ok", version };
  }

  delete(key: string, condition?: DeleteCondition): DeleteOutcome {
    const record = this.read(key);
    if (record === undefined) return "gone";
    if (condition !== undefined && condition.ifVersion !== record.version) return "conflict";
    this.#records.delete(key);
    this.#changed(key);
    return "ok";
  }

  #changed(key: string): void {
    this.onChange(key);
    const { shard } = this.placeOf(key);
    for (const subscriber of this.subscribers) if (subscriber.shard === shard) subscriber.publish(key);
  }
}
