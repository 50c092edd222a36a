import type { Codec } from "./codec.js";
import { bare, dataKeyOf, encodeValue, type FieldChanges, fieldOf, isSameValue, noTexts } from "./fields.js";
import { type FieldReader, LazyFields, UNREAD } from "./lazy-fields.js";
import type { Fields } from "./store.js";
import type { StoredSession } from "./stored-session.js";
import { isWellFormed } from "./validate.js";
import { isPlain, NO_VALUES, type Values, valuesIn, valuesOf, withoutObjects } from "./values.js";

/** What the app's object was filled with, and what the app has made of it. */
export class ObjectFields implements FieldReader {
  readonly #filled: Fields;
  readonly #codec: Codec;
  readonly #values: Values;
  /** What the app has been shown of the values that can be changed in place. */
  #looked: Record<string, unknown> = NO_VALUES;

  /** Throws when a text cannot be decoded. Where requests share a session, the first of them finds that out. */
  constructor(fields: Fields, codec: Codec, decoded: Pick<StoredSession, "shared" | "data"> | undefined) {
    this.#filled = fields;
    this.#codec = codec;
    const shared = decoded?.shared;
    if (decoded?.data !== undefined) this.#values = valuesIn(decoded.data);
    else if (shared === undefined) this.#values = valuesOf(fields, codec);
    else this.#values = shared.values ??= withoutObjects(valuesOf(fields, codec));
  }

  fill(object: LazyFields): void {
    const { plain } = this.#values;
    for (const field in this.#filled) {
      const key = dataKeyOf(field);
      if (key === undefined) continue;
      if (field in plain) LazyFields.put(object, key, plain[field]);
      else LazyFields.define(object, key);
    }
  }

  firstLook(key: string): unknown {
    const field = fieldOf(key);
    const { objects } = this.#values;
    if (this.#looked === NO_VALUES) this.#looked = bare();
    // A frozen object asks each time; it must be told the same.
    return (this.#looked[field] ??=
      field in objects ? objects[field] : this.#codec.decode(this.#filled[field] ?? ""));
  }

  lookedAt(key: string): unknown {
    const field = fieldOf(key);
    return field in this.#looked ? this.#looked[field] : UNREAD;
  }

  /**
   * What has to be set and unset to come from what is stored to what the object holds; undefined for nothing.
   * @param stored what the object was filled with, or what was written since
   * @param refuse is told of names that no store can keep: they are taken off the object
   */
  changesOf(object: LazyFields, stored: Fields, refuse: (key: string) => void): FieldChanges | undefined {
    if (stored === this.#filled && this.#isAsFilled(object)) return undefined;
    const set = noTexts();
    let same = true;
    let kept = 0;
    const emptied: string[] = [];
    for (const key of Object.keys(object)) {
      const field = fieldOf(key);
      // Unlike one to a verb's name, an assignment to such a key cannot be seen when it is made.
      if (!(field in this.#filled) && !isWellFormed(key)) {
        Reflect.deleteProperty(object, key);
        refuse(key);
        continue;
      }
      const text = this.#textOf(object, key, field);
      const before = stored[field];
      if (text === undefined) emptied.push(key);
      else {
        if (before !== undefined) kept++;
        if (text === before || isSameValue(before, text, this.#codec)) continue;
        set[field] = text;
        same = false;
      }
    }
    const fields = Object.keys(stored);
    if (kept === fields.length) return same ? undefined : { set, unset: NONE };
    const isGone = (key = ""): boolean => !Object.hasOwn(object, key) || emptied.includes(key);
    return { set, unset: fields.filter((field) => isGone(dataKeyOf(field))) };
  }

  /** Whether nothing was set or removed, and nothing looked at that can be changed in place. Most requests end here. */
  #isAsFilled(object: LazyFields): boolean {
    const { plain } = this.#values;
    const keys = Object.keys(object);
    let at = 0;
    for (const field in this.#filled) {
      const key = keys[at++];
      if (key === undefined || key !== dataKeyOf(field)) return false;
      const value = LazyFields.valueOf(object, key);
      if (field in plain ? !Object.is(value, plain[field]) : value !== UNREAD) return false;
    }
    return at === keys.length;
  }

  /** Only what the app may have changed is encoded: what it has looked at, unless that cannot be changed in place. */
  #textOf(object: LazyFields, key: string, field: string): string | undefined {
    const filled = this.#filled[field];
    const value = LazyFields.valueOf(object, key);
    if (value === UNREAD) return filled;
    if (filled !== undefined && isPlain(value) && Object.is(value, this.#values.plain[field])) return filled;
    return encodeValue(key, value, this.#codec);
  }
}

const NONE: readonly string[] = [];
