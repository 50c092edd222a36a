import { DeadlineHeap } from "./deadline-heap.js";
import { KeyTable } from "./key-table.js";
import { FREE, type ListName, SlotLists } from "./slot-lists.js";

/** A fixed number of slots. One that is taken has a key, a deadline, and a place in one of the lists. */
export class Slots {
  readonly #keys: (string | undefined)[];
  readonly #byKey: KeyTable;
  readonly #deadlines: DeadlineHeap;
  readonly #lists: SlotLists;

  constructor(capacity: number) {
    this.#keys = new Array<string | undefined>(capacity);
    this.#byKey = new KeyTable(capacity, this.#keys);
    this.#deadlines = new DeadlineHeap(capacity);
    this.#lists = new SlotLists(capacity);
  }

  /** How many are taken. */
  get taken(): number {
    return this.#deadlines.size;
  }

  get hasFree(): boolean {
    return this.oldest(FREE) !== undefined;
  }

  /** The slot whose deadline comes first. */
  get earliest(): number | undefined {
    return this.#deadlines.earliest;
  }

  oldest(list: ListName): number | undefined {
    return this.#lists.oldest(list);
  }

  keyOf(slot: number): string {
    return this.#keys[slot]!;
  }

  deadlineOf(slot: number): number {
    return this.#deadlines.deadlineOf(slot);
  }

  /** @returns a slot that has the key, and that `suits` accepts */
  find(key: string, suits?: (slot: number) => boolean): number | undefined {
    return this.#byKey.find(key, suits);
  }

  /** There must be a free one. */
  take(key: string, deadline: number, list: ListName): number {
    const slot = this.oldest(FREE)!;
    this.#keys[slot] = key;
    this.#byKey.add(slot);
    this.#deadlines.add(slot, deadline);
    this.#lists.move(slot, list);
    return slot;
  }

  /** Puts a slot at the end of a list, as its youngest. */
  move(slot: number, deadline: number, list: ListName): void {
    this.#deadlines.move(slot, deadline);
    this.#lists.move(slot, list);
  }

  extend(slot: number, deadline: number): void {
    this.#deadlines.move(slot, deadline);
  }

  free(slot: number): void {
    this.#byKey.remove(slot);
    this.#keys[slot] = undefined;
    this.#deadlines.remove(slot);
    this.#lists.move(slot, FREE);
  }

  clear(): void {
    this.#byKey.clear();
    this.#keys.fill(undefined);
    this.#deadlines.clear();
    this.#lists.clear();
  }
}
