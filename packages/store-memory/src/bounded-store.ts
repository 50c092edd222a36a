import type {
  DeleteCondition,
  DeleteOutcome,
  NearRecords,
  NewRecord,
  PatchOutcome,
  RecordPatch,
  SessionStore,
  StoredRecord,
  UserIndex,
} from "@sess/core";
import { decodeFields, encodeFields, patchFields } from "./frame.js";
import { MemoryUserIndex } from "./memory-user-index.js";
import { RecentRecords } from "./recent-records.js";
import type { Kind, SessionTable } from "./session-table.js";
import { ANONYMOUS, SIGNED_IN } from "./slot-lists.js";

/** The store's calls, on a table of sessions. */
export class BoundedStore implements SessionStore {
  readonly users: UserIndex;
  /** A request need not wait for what is in this process anyway. */
  readonly near: NearRecords;
  readonly #table: SessionTable;
  readonly #recent = new RecentRecords();

  constructor(table: SessionTable) {
    this.#table = table;
    this.users = new MemoryUserIndex(table);
    this.near = { maxStaleMs: 0, peek: (key) => this.#peek(key) };
  }

  get size(): number {
    return this.#table.records;
  }

  async create(key: string, { fields, expiresAt, anonymous }: NewRecord): Promise<boolean> {
    if (this.#table.findRecord(key) !== undefined) return false;
    if (this.#table.hasPassed(expiresAt)) return true;
    const evicted = this.#table.makeRoom();
    this.#table.addRecord(key, anonymous ? ANONYMOUS : SIGNED_IN, encodeFields(fields), expiresAt);
    // Last: the store is whole again, should the callback use it.
    if (evicted !== undefined) this.#report(evicted);
    return true;
  }

  #peek(key: string): StoredRecord | undefined {
    const { frames, versions, slots } = this.#table;
    const slot = this.#table.findRecord(key);
    if (slot === undefined) return undefined;
    return this.#recent.recordOf(slot, frames[slot]!, versions[slot]!, slots.deadlineOf(slot));
  }

  async read(key: string): Promise<StoredRecord | undefined> {
    const slot = this.#table.findRecord(key);
    if (slot === undefined) return undefined;
    return {
      fields: decodeFields(this.#table.frames[slot]!),
      version: this.#table.versions[slot]!,
      expiresAt: this.#table.slots.deadlineOf(slot),
    };
  }

  async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
    const { frames, versions, slots } = this.#table;
    const slot = this.#table.findRecord(key);
    if (slot === undefined) return { status: "gone" };
    let version = versions[slot]!;
    if (patch.ifVersion !== undefined && patch.ifVersion !== version) return { status: "conflict" };
    const { set = {}, unset = [], expiresAt } = patch;
    if (unset.length > 0 || Object.keys(set).length > 0) {
      frames[slot] = patchFields(frames[slot]!, set, unset);
      versions[slot] = ++version;
    }
    if (expiresAt !== undefined) slots.extend(slot, expiresAt);
    return { status: "ok", version };
  }

  async delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
    const slot = this.#table.findRecord(key);
    if (slot === undefined) return "gone";
    if (condition !== undefined && condition.ifVersion !== this.#table.versions[slot]) return "conflict";
    this.#table.removeRecord(slot);
    return "ok";
  }

  async close(): Promise<void> {
    this.#table.clear();
    this.#recent.clear();
  }

  #report(evicted: Kind): void {
    try {
      const result: unknown = this.#table.settings.onEvict?.({ anonymous: evicted === ANONYMOUS });
      // An async function fits the type; a rejection that nobody handles would end the process.
      if (result instanceof Promise) result.catch(() => undefined);
    } catch {
      // Documented with the option.
    }
  }
}
