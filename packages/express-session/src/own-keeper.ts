import { createHash } from "node:crypto";
import { type ConnectRecord, inTime } from "@sess/connect-store";
import type { SessionStore, StoredRecord } from "@sess/core";
import { changesOf, type Fields, fieldsOf } from "./fields.js";
import type { Keeper, Loaded } from "./keeper.js";
import { knownOf, type SessionShape } from "./session-shape.js";

/** Whether something is one of @sess' own stores, or another that keeps its contract. */
export function isSessionStore(value: unknown): value is SessionStore {
  if (typeof value !== "object" || value === null) return false;
  return ["create", "read", "patch", "delete"].every(
    (name) => typeof Reflect.get(value, name) === "function",
  );
}

/** How long a session lasts whose cookie has no deadline. */
const DEFAULT_LIFE_MS = 86_400_000;

/**
 * Keeps sessions in a store of @sess' own, a field for each property: requests that write different properties never meet, and a record
 * that is gone cannot come back. The store sees a hash of the session's id.
 */
export class OwnKeeper implements Keeper {
  readonly canTouch = true;
  readonly #store: SessionStore;
  readonly #timeoutMs: number;

  constructor(store: SessionStore, timeoutMs: number) {
    this.#store = store;
    this.#timeoutMs = timeoutMs;
  }

  async load(sid: string): Promise<Loaded | undefined> {
    const record = await this.#call("read", () => this.#store.read(keyOf(sid)));
    return record && { record: recordOf(record), fields: record.fields };
  }

  async save(session: SessionShape): Promise<boolean> {
    const known = knownOf(session);
    const fields = Object.assign(fieldsOf(session), { [COOKIE]: cookieText(session) });
    const saved = known.fields ? this.#patch(session, known.fields, fields) : this.#create(session, fields);
    if (!(await saved)) return false;
    known.fields = fields;
    return true;
  }

  async touch(session: SessionShape): Promise<void> {
    const expiresAt = deadlineOf(session);
    await this.#call("patch", () => this.#store.patch(keyOf(session.id), { expiresAt }));
  }

  async destroy(sid: string): Promise<void> {
    await this.#call("delete", () => this.#store.delete(keyOf(sid)));
  }

  /** An app that makes its own ids may choose one that is taken: then the new session replaces the old one. */
  async #create(session: SessionShape, fields: Fields): Promise<boolean> {
    const key = keyOf(session.id);
    const record = { fields, expiresAt: deadlineOf(session), anonymous: false };
    while (!(await this.#call("create", () => this.#store.create(key, record)))) {
      await this.#call("delete", () => this.#store.delete(key));
    }
    return true;
  }

  async #patch(session: SessionShape, from: Fields, to: Fields): Promise<boolean> {
    const patch = { ...changesOf(from, to), expiresAt: deadlineOf(session) };
    const { status } = await this.#call("patch", () => this.#store.patch(keyOf(session.id), patch));
    return status === "ok";
  }

  #call<T>(operation: string, call: () => Promise<T>): Promise<T> {
    return inTime(operation, this.#timeoutMs, ({ resolve, reject }) => {
      call().then(resolve, reject);
    }) as Promise<T>;
  }
}

const COOKIE = "cookie";

/** Who reads the store cannot make a cookie of what he finds. */
function keyOf(sid: string): string {
  return createHash("sha256").update(`sess/express-session\0${sid}`).digest("base64url");
}

function deadlineOf({ cookie }: SessionShape): number {
  const { expires } = cookie;
  return expires instanceof Date ? expires.valueOf() : Date.now() + DEFAULT_LIFE_MS;
}

/** Without the deadline, which the record has itself: it moves with each request, and the rest of the cookie stays. */
function cookieText({ cookie: { data } }: SessionShape): string {
  return JSON.stringify(data.expires instanceof Date ? { ...data, expires: HAS_DEADLINE } : data);
}

const HAS_DEADLINE = true;

function recordOf({ fields, expiresAt }: StoredRecord): ConnectRecord {
  const record = Object.create(null) as ConnectRecord;
  const cookie = JSON.parse(fields[COOKIE] ?? "{}") as Record<string, unknown>;
  if (cookie["expires"] === HAS_DEADLINE) cookie["expires"] = new Date(expiresAt);
  record[COOKIE] = cookie;
  for (const [name, text] of Object.entries(fields)) {
    if (name !== COOKIE) record[name] = JSON.parse(text);
  }
  return record;
}
