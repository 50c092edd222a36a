import type {
  DeleteCondition,
  DeleteOutcome,
  NewRecord,
  PatchOutcome,
  RecordPatch,
  SessionStore,
  StoredRecord,
} from "@sess/core";
import { DeadlineHeap } from "./deadline-heap.js";
import { decodeFields, encodeFields, patchFields } from "./frame.js";
import type { Frame } from "./frame.js";
import { KeyTable } from "./key-table.js";
import { readOptions } from "./options.js";
import type { MemoryStoreOptions, Settings } from "./options.js";
import { ANONYMOUS, FREE, SIGNED_IN, SlotLists } from "./slot-lists.js";
import { Sweeper } from "./sweeper.js";

/** A {@link SessionStore} in this process' memory. */
export interface MemoryStore extends SessionStore {
  /** How many records are held. It counts expired ones until their memory is freed. */
  readonly size: number;
  /** Forgets all sessions, and stops the timer. Used afterwards, the store begins empty. */
  close(): Promise<void>;
}

/**
 * A store for one process: for development, tests, and applications that run as a single process and may lose their
 * sessions at a restart. It never grows past `maxSessions`.
 *
 * @throws SessionError with code `INVALID_OPTION`
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  return new BoundedStore(readOptions(options));
}

/** How many expired records are freed in one turn of the event loop: that takes about a millisecond. */
const SLICE = 250;

/** A session is a slot: a number from 0 to `maxSessions - 1`, under which each of the structures keeps its part. */
class BoundedStore implements MemoryStore {
  readonly #settings: Settings;
  readonly #keys: KeyTable;
  readonly #deadlines: DeadlineHeap;
  readonly #lists: SlotLists;
  readonly #frames: (Frame | undefined)[];
  readonly #versions: Float64Array;
  readonly #sweeper = new Sweeper(() => this.#freeExpired(SLICE));

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#keys = new KeyTable(settings.maxSessions);
    this.#deadlines = new DeadlineHeap(settings.maxSessions);
    this.#lists = new SlotLists(settings.maxSessions);
    this.#frames = new Array<Frame | undefined>(settings.maxSessions);
    this.#versions = new Float64Array(settings.maxSessions);
  }

  get size(): number {
    return this.#deadlines.size;
  }

  async create(key: string, record: NewRecord): Promise<boolean> {
    if (this.#findLive(key) !== undefined) return false;
    if (record.expiresAt <= this.#settings.clock.now()) return true;
    const evicted = this.#makeRoom();
    const slot = this.#lists.oldest(FREE)!;
    this.#lists.move(slot, record.anonymous ? ANONYMOUS : SIGNED_IN);
    this.#keys.add(key, slot);
    this.#deadlines.add(slot, record.expiresAt);
    this.#frames[slot] = encodeFields(record.fields);
    this.#versions[slot] = 1;
    this.#sweeper.start();
    // Last: the store is whole again, should the callback use it.
    if (evicted !== undefined) this.#report(evicted);
    return true;
  }

  async read(key: string): Promise<StoredRecord | undefined> {
    const slot = this.#findLive(key);
    if (slot === undefined) return undefined;
    return {
      fields: decodeFields(this.#frames[slot]!),
      version: this.#versions[slot]!,
      expiresAt: this.#deadlines.deadlineOf(slot),
    };
  }

  async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
    const slot = this.#findLive(key);
    if (slot === undefined) return { status: "gone" };
    let version = this.#versions[slot]!;
    if (patch.ifVersion !== undefined && patch.ifVersion !== version) return { status: "conflict" };
    const { set = {}, unset = [], expiresAt } = patch;
    if (unset.length > 0 || Object.keys(set).length > 0) {
      this.#frames[slot] = patchFields(this.#frames[slot]!, set, unset);
      this.#versions[slot] = ++version;
    }
    if (expiresAt !== undefined) this.#deadlines.move(slot, expiresAt);
    return { status: "ok", version };
  }

  async delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
    const slot = this.#findLive(key);
    if (slot === undefined) return "gone";
    if (condition !== undefined && condition.ifVersion !== this.#versions[slot]) return "conflict";
    this.#free(slot);
    return "ok";
  }

  async close(): Promise<void> {
    this.#sweeper.stop();
    this.#keys.clear();
    this.#deadlines.clear();
    this.#lists.clear();
    this.#frames.fill(undefined);
  }

  /** A record past its deadline is freed as soon as it is found. */
  #findLive(key: string): number | undefined {
    const slot = this.#keys.find(key);
    if (slot === undefined || this.#deadlines.deadlineOf(slot) > this.#settings.clock.now()) return slot;
    this.#free(slot);
    return undefined;
  }

  #free(slot: number): void {
    this.#keys.remove(slot);
    this.#deadlines.remove(slot);
    this.#lists.move(slot, FREE);
    this.#frames[slot] = undefined;
    if (this.size === 0) this.#sweeper.stop();
  }

  /** @returns whether it stopped at `limit`, so that there may be more */
  #freeExpired(limit: number): boolean {
    const now = this.#settings.clock.now();
    for (let freed = 0; freed < limit; freed++) {
      const slot = this.#deadlines.earliest;
      if (slot === undefined || this.#deadlines.deadlineOf(slot) > now) return false;
      this.#free(slot);
    }
    return true;
  }

  /** @returns what kind of live session had to go, if any */
  #makeRoom(): typeof ANONYMOUS | typeof SIGNED_IN | undefined {
    if (this.#lists.oldest(FREE) !== undefined || this.#freeExpired(1)) return undefined;
    const list = this.#lists.oldest(ANONYMOUS) === undefined ? SIGNED_IN : ANONYMOUS;
    this.#free(this.#lists.oldest(list)!);
    return list;
  }

  #report(evicted: typeof ANONYMOUS | typeof SIGNED_IN): void {
    try {
      this.#settings.onEvict?.({ anonymous: evicted === ANONYMOUS });
    } catch {
      // Documented with the option.
    }
  }
}
