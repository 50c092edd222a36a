import type { Fields, NewRecord, RecordPatch, SessionStore, StoredRecord } from "@sess/core";
import { EPOCH_KEY } from "../../src/epoch.js";
import { MapIndex } from "./map-index.js";
import type { StoreCall } from "./store-call.js";

/** The contract in a few lines, for core's own tests: it counts its calls, and stops at gates that a test sets up. */
export class MapStore implements SessionStore {
  readonly records = new Map<string, StoredRecord>();
  readonly calls: StoreCall[] = [];
  readonly users?: MapIndex;
  readonly #now: () => number;
  readonly #gates: { operation: StoreCall[0]; gate: Gate }[] = [];

  constructor(now: () => number = Date.now, withUsers = false) {
    this.#now = now;
    if (withUsers) this.users = new MapIndex(now, (...call) => this.#arrive(...call));
  }

  /** The next call of this kind waits, before it does anything, until the gate is opened. */
  pauseNext(operation: StoreCall[0]): Gate {
    const gate = new Gate();
    this.#gates.push({ operation, gate });
    return gate;
  }

  count(operation: StoreCall[0]): number {
    return this.calls.filter(([name]) => name === operation).length;
  }

  async create(key: string, record: NewRecord): Promise<boolean> {
    await this.#arrive("create", key, record);
    if (this.#live(key)) return false;
    this.records.set(key, { fields: copy(record.fields), version: 1, expiresAt: record.expiresAt });
    return true;
  }

  async read(key: string): Promise<StoredRecord | undefined> {
    await this.#arrive("read", key);
    const record = this.#live(key);
    return record && { ...record, fields: copy(record.fields) };
  }

  async patch(key: string, patch: RecordPatch): ReturnType<SessionStore["patch"]> {
    await this.#arrive("patch", key, patch);
    const record = this.#live(key);
    if (!record) return { status: "gone" };
    if (patch.ifVersion !== undefined && patch.ifVersion !== record.version) return { status: "conflict" };
    const fields: Record<string, string> = copy(record.fields);
    for (const name of patch.unset ?? []) delete fields[name];
    Object.assign(fields, patch.set);
    const grows = Object.keys(patch.set ?? {}).length + (patch.unset ?? []).length > 0;
    const version = record.version + (grows ? 1 : 0);
    this.records.set(key, { fields, version, expiresAt: patch.expiresAt ?? record.expiresAt });
    return { status: "ok", version };
  }

  async delete(key: string, condition?: { ifVersion: number }): ReturnType<SessionStore["delete"]> {
    await this.#arrive("delete", key, condition);
    const record = this.#live(key);
    if (!record) return "gone";
    if (condition && condition.ifVersion !== record.version) return "conflict";
    this.records.delete(key);
    return "ok";
  }

  async #arrive(...call: StoreCall): Promise<void> {
    // Once a second, and not of a session.
    if (call[1] === EPOCH_KEY) return;
    this.calls.push(call);
    const index = this.#gates.findIndex(({ operation }) => operation === call[0]);
    const [found] = index === -1 ? [] : this.#gates.splice(index, 1);
    await found?.gate.pass();
  }

  #live(key: string): StoredRecord | undefined {
    const record = this.records.get(key);
    return record && record.expiresAt > this.#now() ? record : undefined;
  }
}

/** A point at which a test holds a call. */
export class Gate {
  readonly reached: Promise<void>;
  open!: () => void;
  fail!: (error: unknown) => void;
  #reach!: () => void;
  readonly #opened: Promise<void>;

  constructor() {
    this.reached = new Promise((resolve) => (this.#reach = resolve));
    this.#opened = new Promise((resolve, reject) => {
      this.open = resolve;
      this.fail = reject;
    });
    this.#opened.catch(() => undefined); // It may fail before a call has come.
  }

  pass(): Promise<void> {
    this.#reach();
    return this.#opened;
  }
}

function copy(fields: Fields): Record<string, string> {
  return Object.assign(Object.create(null) as Record<string, string>, fields);
}
