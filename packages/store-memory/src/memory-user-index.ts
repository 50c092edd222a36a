import type { UserIndex } from "@sess/core";
import type { SessionTable } from "./session-table.js";

/** Sessions by user: the entry of a session is in the slot of its record. */
export class MemoryUserIndex implements UserIndex {
  readonly #table: SessionTable;

  constructor(table: SessionTable) {
    this.#table = table;
  }

  async add(userId: string, key: string, expiresAt: number): Promise<void> {
    // Frees a record that has expired: later it would take the new entry along.
    this.#table.findRecord(key);
    const old = this.#table.findEntry(userId, key);
    if (old !== undefined) this.#table.removeEntry(old);
    if (!this.#table.hasPassed(expiresAt)) this.#table.addEntry(userId, key, expiresAt);
  }

  async confirm(userId: string, key: string, replaced?: string): Promise<boolean> {
    const slot = this.#find(userId, key);
    if (slot === undefined || this.#isRevoked(slot)) return false;
    const old = replaced === undefined ? undefined : this.#find(userId, replaced);
    if (old === undefined) return true;
    if (this.#isRevoked(old)) return false;
    this.#table.removeEntry(old);
    return true;
  }

  async remove(userId: string, key: string): Promise<void> {
    const slot = this.#find(userId, key);
    if (slot !== undefined && !this.#isRevoked(slot)) this.#table.removeEntry(slot);
  }

  async list(userId: string): Promise<readonly string[]> {
    return this.#keys(userId, false);
  }

  async revoke(userId: string, except?: string): Promise<readonly string[]> {
    const { slots, users } = this.#table;
    // One past its end is not marked: it is not to be remembered.
    for (const slot of users.slotsOf(userId))
      if (this.#isLive(slot) && slots.keyOf(slot) !== except) users.revoke(slot);
    return this.#keys(userId, true);
  }

  /** The slot of a live entry. */
  #find(userId: string, key: string): number | undefined {
    const slot = this.#table.findEntry(userId, key);
    return slot !== undefined && this.#isLive(slot) ? slot : undefined;
  }

  #keys(userId: string, revoked: boolean): string[] {
    const keys: string[] = [];
    for (const slot of this.#table.users.slotsOf(userId))
      if (this.#isRevoked(slot) === revoked && this.#isLive(slot)) keys.push(this.#table.slots.keyOf(slot));
    return keys;
  }

  /** An entry ends with its record, even before that is freed; one that was revoked, only at its own deadline. */
  #isLive(slot: number): boolean {
    const { slots, users } = this.#table;
    if (this.#table.hasPassed(users.deadlineOf(slot))) return false;
    return users.isRevoked(slot) || !this.#table.hasPassed(slots.deadlineOf(slot));
  }

  #isRevoked(slot: number): boolean {
    return this.#table.users.isRevoked(slot);
  }
}
