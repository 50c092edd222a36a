/**
 * Which slot a key has: a hash table with open addressing, of fixed size.
 *
 * A `Map` would do, but takes 30 to 60 bytes for an entry where this takes 16, and stops the process for 35 ms when it
 * grows past half a million entries.
 */
export class KeyTable {
  /** 1 + slot, or 0 where the place is free. */
  readonly #places: Int32Array;
  readonly #keys: (string | undefined)[];
  readonly #mask: number;

  constructor(capacity: number) {
    // At most two thirds full, so that look-ups stay short.
    let places = 4;
    while (places < capacity * 1.5) places *= 2;
    this.#places = new Int32Array(places);
    this.#mask = places - 1;
    this.#keys = new Array<string | undefined>(capacity);
  }

  find(key: string): number | undefined {
    const slot = this.#places[this.#placeOf(key)]! - 1;
    return slot < 0 ? undefined : slot;
  }

  /** Takes a key that is not in the table, for a slot that has none. */
  add(key: string, slot: number): void {
    this.#places[this.#placeOf(key)] = slot + 1;
    this.#keys[slot] = key;
  }

  /** Takes out the key of a slot that has one. */
  remove(slot: number): void {
    let free = this.#placeOf(this.#keys[slot]!);
    this.#keys[slot] = undefined;
    // A look-up stops at a free place, so the entries behind that belong at or before it must move up.
    for (let at = this.#after(free); this.#places[at] !== 0; at = this.#after(at)) {
      const home = hash(this.#keys[this.#places[at]! - 1]!) & this.#mask;
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
    this.#keys.fill(undefined);
  }

  /** Where the key is; where it would be put, when it is not there. */
  #placeOf(key: string): number {
    let at = hash(key) & this.#mask;
    for (;;) {
      const slot = this.#places[at]! - 1;
      if (slot < 0 || this.#keys[slot] === key) return at;
      at = this.#after(at);
    }
  }

  #after(at: number): number {
    return (at + 1) & this.#mask;
  }
}

/**
 * FNV-1a, with its high bits mixed into the low ones. Nobody can choose keys that collide on purpose: a live key is the
 * SHA-256 of a random token.
 */
function hash(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash ^ (hash >>> 15);
}
