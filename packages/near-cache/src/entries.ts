import type { InvalidationSource, StoredRecord } from "@sess/core";

/** A record as it was read, and the connection that tells when it changes. */
export interface Entry {
  readonly record: StoredRecord;
  readonly source: InvalidationSource;
  /** When its deadline passes on the clock that nobody can set back. */
  readonly endsAt: number;
}

/** An entry's place among the others. The one without an entry lies between the newest and the oldest. */
class Place {
  older: Place = this;
  newer: Place = this;
  /** Asked for since the hand last came by. */
  wanted = false;
  readonly key: string | undefined;
  readonly entry: Entry | undefined;
  readonly bytes: number;

  constructor(key?: string, entry?: Entry, bytes = 0) {
    this.key = key;
    this.entry = entry;
    this.bytes = bytes;
  }
}

/**
 * The records that are kept, bounded by number and size. When there is no room, a hand goes round from the oldest to the newest: it
 * spares what was asked for since it last came by, and takes the first that was not (SIEVE: Zhang et al., NSDI 2024). A hit
 * only sets a flag; nothing is moved.
 */
export class Entries {
  readonly #maxEntries: number;
  readonly #maxBytes: number;
  readonly #places = new Map<string, Place>();
  /** The Map has an order as well. But an iterator that stands still in it, as the hand does, keeps all that it ever held. */
  readonly #ends = new Place();
  #hand = this.#ends;
  #bytes = 0;

  constructor(maxEntries: number, maxBytes: number) {
    this.#maxEntries = maxEntries;
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#places.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): Entry | undefined {
    const place = this.#places.get(key);
    if (place !== undefined) place.wanted = true;
    return place?.entry;
  }

  /** @returns how many had to go for it. What would not fit even alone is not kept. */
  set(key: string, entry: Entry): number {
    this.delete(key);
    const bytes = sizeOf(key, entry.record);
    if (!(bytes <= this.#maxBytes)) return 0;
    let evicted = 0;
    while (this.#places.size >= this.#maxEntries || this.#bytes + bytes > this.#maxBytes) {
      this.#evict();
      evicted++;
    }
    const place = new Place(key, entry, bytes);
    place.older = this.#ends.older;
    place.newer = this.#ends;
    place.older.newer = place.newer.older = place;
    this.#places.set(key, place);
    this.#bytes += bytes;
    return evicted;
  }

  delete(key: string): boolean {
    const place = this.#places.get(key);
    if (place === undefined) return false;
    this.#places.delete(key);
    this.#bytes -= place.bytes;
    if (this.#hand === place) this.#hand = place.newer;
    place.older.newer = place.newer;
    place.newer.older = place.older;
    return true;
  }

  clear(): void {
    this.#places.clear();
    this.#ends.older = this.#ends.newer = this.#hand = this.#ends;
    this.#bytes = 0;
  }

  #evict(): void {
    for (;;) {
      const place = this.#hand;
      this.#hand = place.newer;
      if (place.key !== undefined && !place.wanted) {
        this.delete(place.key);
        return;
      }
      place.wanted = false;
    }
  }
}

/** What V8 takes for the entry, the record, its facts and the empty table of fields. */
const ENTRY_BYTES = 600;
const FIELD_BYTES = 100;

function sizeOf(key: string, { fields }: StoredRecord): number {
  let bytes = ENTRY_BYTES + key.length;
  for (const name in fields) bytes += FIELD_BYTES + sizeOfText(name) + sizeOfText(fields[name] ?? "");
  return bytes;
}

/** V8 takes two bytes for each character of a text as soon as one is not Latin-1. What is no text has no size: a store may be wrong. */
function sizeOfText(text: string): number {
  if (typeof text !== "string") return NaN;
  return /[\u0100-\uffff]/.test(text) ? 2 * text.length : text.length;
}
