import { KeyTable } from "./key-table.js";

/**
 * Which slots are on which user's list. A list is a ring through two typed arrays, and one slot of it, its head, is in a table
 * of users. A slot is on one list at most.
 */
export class UserLists {
  readonly #capacity: number;
  #users!: (string | undefined)[];
  #heads!: KeyTable;
  #next!: Int32Array;
  #previous!: Int32Array;
  #deadline!: Float64Array;
  #revoked!: Uint8Array;

  /** Takes no memory until a slot is listed. */
  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#allocate(0);
  }

  /** @returns undefined when the slot is on no list */
  userOf(slot: number): string | undefined {
    return this.#users[slot];
  }

  has(slot: number): boolean {
    return this.#users[slot] !== undefined;
  }

  /** Of a slot that is on a list: when it stops being on it. Nothing happens then by itself. */
  deadlineOf(slot: number): number {
    return this.#deadline[slot]!;
  }

  /** False for a slot that is on no list. */
  isRevoked(slot: number): boolean {
    return this.#revoked[slot] === 1;
  }

  /** The slots of a user, revoked ones as well. */
  *slotsOf(userId: string): Generator<number> {
    const head = this.#heads.find(userId);
    if (head === undefined) return;
    let slot = head;
    do {
      yield slot;
      slot = this.#next[slot]!;
    } while (slot !== head);
  }

  /** Lists a slot that is on no list. */
  add(userId: string, slot: number, deadline: number): void {
    if (this.#users.length === 0) this.#allocate(this.#capacity);
    const head = this.#heads.find(userId);
    this.#users[slot] = head === undefined ? copyOf(userId) : this.#users[head];
    this.#deadline[slot] = deadline;
    if (head === undefined) {
      this.#join(slot, slot);
      this.#heads.add(slot);
    } else {
      this.#join(this.#previous[head]!, slot);
      this.#join(slot, head);
    }
  }

  /** Marks a slot that is on a list. */
  revoke(slot: number): void {
    this.#revoked[slot] = 1;
  }

  /** Takes a slot off its list, if it is on one. */
  remove(slot: number): void {
    const user = this.#users[slot];
    if (user === undefined) return;
    const next = this.#next[slot]!;
    if (this.#heads.find(user) === slot) {
      this.#heads.remove(slot);
      if (next !== slot) this.#heads.add(next);
    }
    this.#join(this.#previous[slot]!, next);
    this.#users[slot] = undefined;
    this.#revoked[slot] = 0;
  }

  clear(): void {
    this.#allocate(0);
  }

  #allocate(capacity: number): void {
    this.#users = new Array<string | undefined>(capacity);
    this.#heads = new KeyTable(capacity, this.#users);
    this.#next = new Int32Array(capacity);
    this.#previous = new Int32Array(capacity);
    this.#deadline = new Float64Array(capacity);
    this.#revoked = new Uint8Array(capacity);
  }

  #join(slot: number, next: number): void {
    this.#next[slot] = next;
    this.#previous[next] = slot;
  }
}

/** A text of its own: one that was cut from a request's body would keep the whole body alive. */
function copyOf(text: string): string {
  return [text.slice(0, 1), text.slice(1)].join("");
}
