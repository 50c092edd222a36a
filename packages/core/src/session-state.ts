import type { Context } from "./context.js";
import { absoluteDeadlineOf, deadlineOf, storedDeadlineOf } from "./expiry.js";
import type { AssuranceLevel } from "./assurance-level.js";
import { type Facts, levelOf, newFacts } from "./facts.js";
import { dataIn } from "./data-check.js";
import { applyChanges, type Data, dataKeyOf, type FieldChanges, NO_FIELDS } from "./fields.js";
import type { LazyFields } from "./lazy-fields.js";
import { ObjectFields } from "./object-fields.js";
import { printable } from "./printable.js";
import type { Fields } from "./store.js";
import type { StoredSession } from "./stored-session.js";

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
  /** What must be written along with the next change: the record is of an earlier version of the app. */
  upgrade: FieldChanges | undefined;
  /** See {@link StoredSession.unseen}. */
  unseen: Fields | undefined;
  #decoded: Pick<StoredSession, "shared" | "data"> | undefined;
  #objectFields: ObjectFields | undefined;

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
    this.upgrade = stored.upgrade;
    this.unseen = stored.unseen;
    this.#decoded = stored;
  }

  /** A write went through. */
  settle(fields: Fields, version: number, expiresAt: number): void {
    this.fields = fields;
    this.version = version;
    this.expiresAt = expiresAt;
    this.upgrade = undefined;
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
    return object && this.#objectFields?.changesOf(object, fields, (key) => this.#refuse(key));
  }

  #refuse(key: string): void {
    this.#context.emit({ type: "key_refused", id: this.facts.id, key: printable(key) });
  }

  /** The values of the app's object, as they are now. */
  snapshot(): object {
    return Object.assign({}, this.object);
  }

  /** For the app's object, which is filled with what there is now. Throws when a text cannot be decoded. */
  newObjectFields(): ObjectFields {
    return (this.#objectFields = new ObjectFields(this.fields, this.#context.policy.codec, this.#decoded));
  }

  /**
   * Brings the app's object from one state of the fields to another. A field whose text is the same keeps its value, so
   * that a reference that the app holds into it still counts.
   */
  show(before: Fields, after: Fields, object: LazyFields | undefined = this.object): void {
    if (object === undefined) return;
    const { policy } = this.#context;
    // A schema says what texts stand for only of all of them together. First of all: where they do not fit, nothing has changed.
    const data = policy.data && this.decode(after);
    for (const field in before) {
      const key = dataKeyOf(field);
      if (key !== undefined && !(field in after)) Reflect.deleteProperty(object, key);
    }
    for (const field in after) {
      const key = dataKeyOf(field);
      const text = after[field];
      if (key === undefined || text === undefined || text === before[field]) continue;
      Reflect.set(object, key, data ? data[key] : policy.codec.decode(text));
    }
  }

  /** The data that fields hold, for `update` and others that need all of them. */
  decode(fields: Fields): Data {
    return dataIn(fields, this.#context.policy);
  }
}
