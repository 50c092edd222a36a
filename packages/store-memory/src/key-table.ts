import { hash, randomSeed } from "./hash.js";

/**
 * Which slots have a key: a hash table with open addressing, of fixed size. The keys themselves are the caller's: the key of
 * `slot` is `keys[slot]`, and stays as it is while the slot is in the table. Slots may share a key.
 *
 * A `Map` would do, but takes 30 to 60 bytes for an entry where this takes 8 and the caller's 8, and stops the process for
 * 35 ms when it grows past half a million entries.
 */
export class KeyTable {
  /** 1 + slot, or 0 where the place is free. */
  readonly #places: Int32Array;
  readonly #keys: readonly (string | undefined)[];
  readonly #mask: number;
  readonly #seed = randomSeed();

  /** @param capacity how many slots it can hold */
  constructor(capacity: number, keys: readonly (string | undefined)[]) {
    // At most two thirds full, so that look-ups stay short.
    let places = 4;
    while (places < capacity * 1.5) places *= 2;
    this.#places = new Int32Array(places);
    this.#mask = places - 1;
    this.#keys = keys;
  }

  /** @returns a slot that has the key, and that `suits` accepts */
  find(key: string, suits: (slot: number) => boolean = any): number | undefined {
    for (let at = this.#homeOf(key); ; at = this.#after(at)) {
      const slot = this.#places[at]! - 1;
      if (slot < 0) return undefined;
      if (this.#keys[slot] === key && suits(slot)) return slot;
    }
  }

  /** Takes a slot that is not in the table, and has its key. */
  add(slot: number): void {
    this.#places[this.#placeOf(slot, 0)] = slot + 1;
  }

  /** Takes out a slot, which still has its key. */
  remove(slot: number): void {
    let free = this.#placeOf(slot, slot + 1);
    // A look-up stops at a free place, so the entries behind that belong at or before it must move up.
    for (let at = this.#after(free); this.#places[at] !== 0; at = this.#after(at)) {
      const home = this.#homeOf(this.#keys[this.#places[at]! - 1]!);
      const distanceFromHome = (at - home) & this.#mask;
      const distanceFromFree = (at - free) & this.#mask;
      if (distanceFromHome < distanceFromFree) continue;
      this.#places[free] = this.#places[at]!;
      free = at;
    }
    this.#places[free] = 0;
  }

  clear(): void {
    this.#places.fill(0);
  }

  /** The first place from the slot's home on that holds `what`. */
  #placeOf(slot: number, what: number): number {
    let at = this.#homeOf(this.#keys[slot]!);
    while (this.#places[at] !== what) at = this.#after(at);
    return at;
  }

  #homeOf(key: string): number {
    return hash(key, this.#seed) & this.#mask;
  }

  #after(at: number): number {
    return (at + 1) & this.#mask;
  }
}

function any(): boolean {
  return true;
}
