import type { Context } from "./context.js";
import { absoluteDeadlineOf, deadlineOf, storedDeadlineOf } from "./expiry.js";
import type { AssuranceLevel } from "./assurance-level.js";
import { type Facts, levelOf, newFacts } from "./facts.js";
import {
  applyChanges,
  bare,
  dataKeyOf,
  encodeValue,
  type FieldChanges,
  fieldOf,
  isSameValue,
  NO_FIELDS,
  noTexts,
} from "./fields.js";
import { LazyFields, UNREAD } from "./lazy-fields.js";
import { printable } from "./printable.js";
import type { Fields } from "./store.js";
import type { StoredSession } from "./stored-session.js";
import { isWellFormed } from "./validate.js";
import { isPlain, NO_VALUES, NOTHING, type Values, valuesOf, withoutObjects } from "./values.js";

/**
 * A session as one request knows it: where its record is, what it held when it was read, and the object that the app works
 * with. Every verb reads and changes this and nothing else.
 */
export class SessionState {
  /** `new`: no record. `ended`: there was one, and it is gone; nothing is written any more. */
  status: "new" | "stored" | "ended" = "new";
  key = "";
  /** The secret in the cookie, or that will be: what the CSRF token is made from. */
  token = "";
  version = 0;
  expiresAt = 0;
  fields: Fields = NO_FIELDS;
  /** The cookie value to send with the head: the token is new, or its tag is an old key's. */
  cookie: string | undefined;
  /** The app's object, once it has asked for it. Before that no field is decoded. */
  object: LazyFields | undefined;
  readonly #context: Context;
  #facts: Facts | undefined;
  #shared: StoredSession["shared"];
  /** The fields that the app's object was filled with, and what of them is decoded. */
  #filled: Fields = NO_FIELDS;
  #values: Values = NOTHING;
  /** What the app has been shown of the rest. */
  #looked: Record<string, unknown> = NO_VALUES;

  constructor(context: Context) {
    this.#context = context;
  }

  /** A new session gets its facts when somebody asks: most requests without a cookie never do. */
  get facts(): Facts {
    return (this.#facts ??= newFacts(this.#context.now(), this.#context.policy.anonymous.absoluteMs));
  }

  get assuranceLevel(): AssuranceLevel | undefined {
    return levelOf(this.facts, this.#context.now());
  }

  /** When the session ends if this request is the last one. */
  get deadline(): number {
    const { policy } = this.#context;
    return deadlineOf(this.facts, policy, storedDeadlineOf(this.facts, policy, this.#context.now()));
  }

  /** When it ends if not even this request counts. */
  get storedDeadline(): number {
    return deadlineOf(this.facts, this.#context.policy, this.expiresAt);
  }

  /** Until when a persistent cookie is kept. */
  get absoluteDeadline(): number {
    return absoluteDeadlineOf(this.facts, this.#context.policy);
  }

  /** Takes over what the store has now. The app's object is not touched. */
  become(stored: StoredSession, token: string, cookie: string | undefined): void {
    this.status = "stored";
    this.key = stored.key;
    this.token = token;
    this.#facts = stored.facts;
    this.fields = stored.fields;
    this.version = stored.version;
    this.expiresAt = stored.expiresAt;
    this.cookie = cookie;
    this.#shared = stored.shared;
  }

  /** A write went through. */
  settle(fields: Fields, version: number, expiresAt: number): void {
    this.fields = fields;
    this.version = version;
    this.expiresAt = expiresAt;
  }

  /**
   * An empty session without record. The app's object stays, and loses the values that it had when the change began; what
   * the app has assigned since is the new session's.
   */
  becomeNew(old: object): void {
    this.status = "new";
    this.key = "";
    this.token = "";
    this.#facts = undefined;
    this.cookie = undefined;
    this.fields = NO_FIELDS;
    const object = this.object ?? {};
    for (const [key, value] of Object.entries(old)) {
      if (Reflect.get(object, key) === value) Reflect.deleteProperty(object, key);
    }
  }

  /** The texts of the data as the app has them now: `fields` itself when all are the same. */
  texts(): Fields {
    const changes = this.changes();
    return changes === undefined ? this.fields : applyChanges(this.fields, changes);
  }

  /** What the app has changed since `fields`. */
  changes(): FieldChanges | undefined {
    const { object, fields } = this;
    if (object === undefined || (fields === this.#filled && this.#isAsFilled(object))) return undefined;
    const set = noTexts();
    let same = true;
    let kept = 0;
    const emptied: string[] = [];
    for (const key of Object.keys(object)) {
      const field = fieldOf(key);
      if (!(field in this.#filled) && !isWellFormed(key)) {
        this.#drop(object, key);
        continue;
      }
      const text = this.#textOf(object, key, field);
      const stored = fields[field];
      if (text === undefined) emptied.push(key);
      else {
        if (stored !== undefined) kept++;
        if (text === stored || isSameValue(stored, text, this.#context.policy.codec)) continue;
        set[field] = text;
        same = false;
      }
    }
    const stored = Object.keys(fields);
    if (kept === stored.length) return same ? undefined : { set, unset: NONE };
    const isGone = (key = ""): boolean => !Object.hasOwn(object, key) || emptied.includes(key);
    return { set, unset: stored.filter((field) => isGone(dataKeyOf(field))) };
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
    return encodeValue(key, value, this.#context.policy.codec);
  }

  /** Unlike one to a verb's name, an assignment to such a key cannot be seen when it is made. */
  #drop(object: object, key: string): void {
    Reflect.deleteProperty(object, key);
    this.#context.emit({ type: "key_refused", id: this.facts.id, key: printable(key) });
  }

  /** The values of the app's object, as they are now. */
  snapshot(): object {
    return Object.assign({}, this.object);
  }

  /** Fills the app's object. Throws when a text cannot be decoded. */
  fill(object: LazyFields): void {
    this.#filled = this.fields;
    this.#looked = NO_VALUES;
    this.#values = this.#decodeAll();
    const { plain } = this.#values;
    for (const field in this.fields) {
      const key = dataKeyOf(field);
      if (key === undefined) continue;
      if (field in plain) LazyFields.put(object, key, plain[field]);
      else LazyFields.define(object, key);
    }
    this.object = object;
  }

  /** Where requests share a session, the first of them finds out whether it can be decoded. */
  #decodeAll(): Values {
    const { codec } = this.#context.policy;
    if (this.#shared === undefined) return valuesOf(this.fields, codec);
    return (this.#shared.values ??= withoutObjects(valuesOf(this.fields, codec)));
  }

  /** What a field holds that the app looks at for the first time. */
  firstLook(key: string): unknown {
    const field = fieldOf(key);
    const { objects } = this.#values;
    if (this.#looked === NO_VALUES) this.#looked = bare();
    // A frozen object asks each time; it must be told the same.
    return (this.#looked[field] ??=
      field in objects ? objects[field] : this.#context.policy.codec.decode(this.#filled[field] ?? ""));
  }

  lookedAt(key: string): unknown {
    const field = fieldOf(key);
    return field in this.#looked ? this.#looked[field] : UNREAD;
  }

  /**
   * Brings the app's object from one state of the fields to another. A field whose text is the same keeps its value, so
   * that a reference that the app holds into it still counts.
   */
  show(before: Fields, after: Fields, object: LazyFields | undefined = this.object): void {
    if (object === undefined) return;
    for (const field in before) {
      const key = dataKeyOf(field);
      if (key !== undefined && !(field in after)) Reflect.deleteProperty(object, key);
    }
    for (const field in after) {
      const key = dataKeyOf(field);
      const text = after[field];
      if (key === undefined || text === undefined || text === before[field]) continue;
      Reflect.set(object, key, this.#context.policy.codec.decode(text));
    }
  }

  /** A plain copy of fields as data, for `update`. */
  decode(fields: Fields): Record<string, unknown> {
    const data = Object.create(null) as Record<string, unknown>;
    for (const [field, text] of Object.entries(fields)) {
      const key = dataKeyOf(field);
      if (key !== undefined) data[key] = this.#context.policy.codec.decode(text);
    }
    return data;
  }
}

const NONE: readonly string[] = [];
