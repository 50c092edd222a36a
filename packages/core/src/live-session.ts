import type { Context } from "./context.js";
import { fit } from "./data-fit.js";
import { expiryOf } from "./expiry.js";
import { factsIn, isFromFuture } from "./facts.js";
import { dataKeyOf, noTexts } from "./fields.js";
import { isReservedKey } from "./reserved.js";
import type { Fields, StoredRecord } from "./store.js";
import type { StoredSession } from "./stored-session.js";

/** What a record says, if it can be read and has not expired. A store is trusted to keep records, not to be right. */
export function liveSession(context: Context, key: string, record: StoredRecord): StoredSession | undefined {
  return stillLive(context, readRecord(key, record));
}

function stillLive(context: Context, session: StoredSession | string): StoredSession | undefined {
  const { emit, policy } = context;
  if (typeof session === "string") {
    emit({ type: "record_invalid", detail: session });
    return undefined;
  }
  const now = context.now();
  const { facts } = session;
  if (isFromFuture(facts, now)) {
    emit({ type: "record_invalid", detail: "facts" });
    return undefined;
  }
  const reason = expiryOf(facts, session.expiresAt, policy, now);
  if (reason !== undefined) {
    emit({ type: "expired", id: facts.id, reason });
    return undefined;
  }
  if ((facts.epoch ?? 0) < context.epoch.known) {
    emit({ type: "expired", id: facts.id, reason: "everybody" });
    return undefined;
  }
  return session;
}

/** The same, with data that the app knows how to read. */
export function usableSession(
  context: Context,
  key: string,
  record: StoredRecord,
): StoredSession | undefined {
  const live = liveSession(context, key, record);
  return live && fit(context, live, record.fields);
}

/** The same for a record that comes from memory: it is read once, however many requests it serves. */
export function sharedSession(
  context: Context,
  key: string,
  record: StoredRecord,
): StoredSession | undefined {
  const live = sharedLive(context, key, record);
  return live && fit(context, live, record.fields);
}

function sharedLive(context: Context, key: string, record: StoredRecord): StoredSession | undefined {
  const known = context.known.get(record);
  if (known !== undefined) return stillLive(context, known);
  const session = readRecord(key, record);
  if (typeof session === "string" || !isFrozen(record)) return stillLive(context, session);
  const shared = { ...session, shared: {} };
  context.known.set(record, shared);
  return stillLive(context, shared);
}

function isFrozen(record: StoredRecord): boolean {
  return Object.isFrozen(record) && Object.isFrozen(record.fields);
}

/** @returns the name of the part that is not of the contract's shape, where there is one */
function readRecord(key: string, record: Unchecked | null): StoredSession | string {
  if (typeof record !== "object" || record === null) return "record";
  const { fields, version, expiresAt } = record;
  const data = dataFields(fields);
  if (data === undefined) return "fields";
  if (!isNumber(version)) return "version";
  if (!isNumber(expiresAt)) return "expiresAt";
  const facts = factsIn(fields);
  return facts === undefined ? "facts" : { key, facts, fields: data, version, expiresAt };
}

/** A store may be written in JavaScript. */
interface Unchecked {
  readonly fields: Fields;
  readonly version: unknown;
  readonly expiresAt: unknown;
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

/** The data fields of a record: core's own field, and names that would hide a verb, are left out. Undefined if one is no text. */
function dataFields(fields: Readonly<Record<string, unknown>> | null): Fields | undefined {
  if (typeof fields !== "object" || fields === null) return undefined;
  const texts = noTexts();
  for (const field of Object.keys(fields)) {
    const text = fields[field];
    if (typeof text !== "string") return undefined;
    const key = dataKeyOf(field);
    if (key !== undefined && !isReservedKey(key)) texts[field] = text;
  }
  return texts;
}
