import type { InvalidationSource, StoredRecord } from "@sess/core";

/** A record as it was read, and the connection that tells when it changes. */
export interface Entry {
  readonly record: StoredRecord;
  readonly source: InvalidationSource;
  /** When its deadline passes on the clock that nobody can set back. */
  readonly endsAt: number;
}

interface Kept extends Entry {
  readonly bytes: number;
  /** Asked for since the hand last came by. */
  wanted: boolean;
}

/**
 * The records that are kept, bounded by number and size. When there is no room, a hand goes round from the oldest to the newest: it
 * spares what was asked for since it last came by, and takes the first that was not (SIEVE: Zhang et al., NSDI 2024). A hit
 * only sets a flag; nothing is moved.
 */
export class Entries {
  readonly #maxEntries: number;
  readonly #maxBytes: number;
  /** A Map keeps its order, and its iterators see what is added and removed under way. */
  readonly #kept = new Map<string, Kept>();
  #hand = this.#kept.entries();
  #bytes = 0;

  constructor(maxEntries: number, maxBytes: number) {
    this.#maxEntries = maxEntries;
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#kept.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): Entry | undefined {
    const kept = this.#kept.get(key);
    if (kept !== undefined) kept.wanted = true;
    return kept;
  }

  /** @returns how many had to go for it. What would not fit even alone is not kept. */
  set(key: string, entry: Entry): number {
    this.delete(key);
    const bytes = sizeOf(key, entry.record);
    if (!(bytes <= this.#maxBytes)) return 0;
    let evicted = 0;
    while (this.#kept.size >= this.#maxEntries || this.#bytes + bytes > this.#maxBytes) {
      this.#evict();
      evicted++;
    }
    this.#kept.set(key, { ...entry, bytes, wanted: false });
    this.#bytes += bytes;
    return evicted;
  }

  delete(key: string): boolean {
    const kept = this.#kept.get(key);
    if (kept === undefined) return false;
    this.#kept.delete(key);
    this.#bytes -= kept.bytes;
    return true;
  }

  clear(): void {
    this.#kept.clear();
    this.#hand = this.#kept.entries();
    this.#bytes = 0;
  }

  #evict(): void {
    for (;;) {
      const { value, done } = this.#hand.next();
      if (done === true) {
        this.#hand = this.#kept.entries();
        continue;
      }
      const [key, kept] = value;
      if (!kept.wanted) {
        this.delete(key);
        return;
      }
      kept.wanted = false;
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
