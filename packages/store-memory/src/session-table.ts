import type { Frame } from "./frame.js";
import type { Settings } from "./options.js";
import { ANONYMOUS, LISTED, type ListName, SIGNED_IN } from "./slot-lists.js";
import { Slots } from "./slots.js";
import { Sweeper } from "./sweeper.js";
import { UserLists } from "./user-lists.js";

/** The kinds of record. */
export type Kind = typeof ANONYMOUS | typeof SIGNED_IN;

/** How many slots are freed in one turn of the event loop: that takes about a millisecond. */
const SLICE = 100;
/** So many more slots than records: a full store, too, lists logins that are under way, and remembers what was revoked. */
const SPARE = 500;

/**
 * A session is a slot: a number under which each of the structures keeps its part. Under its key a slot has a record, an entry
 * on a user's list, or both; a slot with neither is free.
 *
 * Memory is bounded by the number of slots. When there is no free one, the oldest entry without a record goes: an entry costs
 * no session its place, and no session loses its entry while it lives.
 */
export class SessionTable {
  readonly settings: Settings;
  readonly slots: Slots;
  readonly users: UserLists;
  readonly frames: (Frame | undefined)[];
  /** Four bytes are enough: a write each millisecond, to one session, for 49 days. */
  readonly versions: Uint32Array;
  readonly #sweeper = new Sweeper(() => this.#freeExpired(SLICE));
  #records = 0;

  constructor(settings: Settings) {
    const capacity = settings.maxSessions + SPARE;
    this.settings = settings;
    this.slots = new Slots(capacity);
    this.users = new UserLists(capacity);
    this.frames = new Array<Frame | undefined>(capacity);
    this.versions = new Uint32Array(capacity);
  }

  /** How many records there are. */
  get records(): number {
    return this.#records;
  }

  hasPassed(deadline: number): boolean {
    return deadline <= this.settings.clock.now();
  }

  /** The slot of a live record. One past its deadline is freed as soon as it is found. */
  findRecord(key: string): number | undefined {
    const slot = this.slots.find(key, this.#hasRecord);
    if (slot === undefined || !this.hasPassed(this.slots.deadlineOf(slot))) return slot;
    this.#end(slot);
    return undefined;
  }

  /** Adds a record at a key that has none. There must be room. */
  addRecord(key: string, kind: Kind, frame: Frame, deadline: number): void {
    const entry = this.slots.find(key);
    const slot = entry ?? this.#take(key, deadline, kind);
    if (entry !== undefined) this.slots.move(entry, deadline, kind);
    this.frames[slot] = frame;
    this.versions[slot] = 1;
    this.#records++;
  }

  /** Takes a record away. Its entry stays: whoever deletes a session takes it off the list himself, or has revoked it. */
  removeRecord(slot: number): void {
    this.frames[slot] = undefined;
    this.#records--;
    if (this.users.has(slot)) this.slots.move(slot, this.users.deadlineOf(slot), LISTED);
    else this.#free(slot);
  }

  /** The slot of an entry, live or not. */
  findEntry(userId: string, key: string): number | undefined {
    return this.slots.find(key, (slot) => this.users.userOf(slot) === userId);
  }

  addEntry(userId: string, key: string, deadline: number): void {
    const record = this.slots.find(key, (slot) => !this.users.has(slot));
    this.users.add(userId, record ?? this.#take(key, deadline, LISTED), deadline);
  }

  removeEntry(slot: number): void {
    this.users.remove(slot);
    if (!this.#hasRecord(slot)) this.#free(slot);
  }

  /** @returns what kind of live record had to go for another one, if any */
  makeRoom(): Kind | undefined {
    while (this.#records === this.settings.maxSessions) {
      if (this.#freeExpired(1)) continue;
      const kind = this.slots.oldest(ANONYMOUS) === undefined ? SIGNED_IN : ANONYMOUS;
      this.#end(this.slots.oldest(kind)!);
      return kind;
    }
    return undefined;
  }

  clear(): void {
    this.#sweeper.stop();
    this.slots.clear();
    this.users.clear();
    this.frames.fill(undefined);
    this.#records = 0;
  }

  readonly #hasRecord = (slot: number): boolean => this.frames[slot] !== undefined;

  #take(key: string, deadline: number, list: ListName): number {
    if (!this.slots.hasFree) this.#freeExpired(1);
    if (!this.slots.hasFree) this.removeEntry(this.slots.oldest(LISTED)!);
    this.#sweeper.start();
    return this.slots.take(key, deadline, list);
  }

  #free(slot: number): void {
    this.slots.free(slot);
    if (this.slots.taken === 0) this.#sweeper.stop();
  }

  /** What expires or is evicted goes with its entry. What was revoked stays so: a rotation may be under way. */
  #end(slot: number): void {
    if (!this.#hasRecord(slot)) return this.removeEntry(slot);
    if (!this.users.isRevoked(slot)) this.users.remove(slot);
    this.removeRecord(slot);
  }

  /** @returns whether it stopped at `limit`, so that there may be more */
  #freeExpired(limit: number): boolean {
    for (let freed = 0; freed < limit; freed++) {
      const slot = this.slots.earliest;
      if (slot === undefined || !this.hasPassed(this.slots.deadlineOf(slot))) return false;
      this.#end(slot);
    }
    return true;
  }
}
