import { type Codec, jsonCodec } from "./codec.js";
import { SessionError } from "./errors.js";
import { type Flaw, jsonFlaw, step } from "./json-flaw.js";
import type { Fields } from "./store.js";

/** The reserved field, in which core's own facts travel. */
export const FACTS_FIELD = "$";

/** V8 takes an object without prototype for a dictionary. Every request makes some tables, so they have one, which is empty. */
const NOTHING_INHERITED: object = Object.freeze(Object.create(null) as object);

/** Texts by field name, while they are put together. */
export type Texts = Record<string, string>;

export function noTexts(): Texts {
  return bare<string>();
}

/** A table in which no name is special. */
export function bare<T>(): Record<string, T> {
  return Object.create(NOTHING_INHERITED) as Record<string, T>;
}

export const NO_FIELDS: Fields = Object.freeze(noTexts());

/** Names with `$` in front are core's; a data key that begins so gets one more. */
export function fieldOf(dataKey: string): string {
  return dataKey.startsWith(FACTS_FIELD) ? FACTS_FIELD + dataKey : dataKey;
}

/** @returns undefined for a name that is core's. */
export function dataKeyOf(field: string): string | undefined {
  if (!field.startsWith(FACTS_FIELD)) return field;
  return field.startsWith(FACTS_FIELD, 1) ? field.slice(1) : undefined;
}

/** The texts of all data of an object; `undefined` counts as missing. Throws NOT_ENCODABLE with the path of the value. */
export function encodeData(data: object, codec: Codec): Texts {
  const texts = noTexts();
  for (const [key, value] of Object.entries(data) as [string, unknown][]) {
    const text = encodeValue(key, value, codec);
    if (text !== undefined) texts[fieldOf(key)] = text;
  }
  return texts;
}

/** Flash messages. They are data like all others, but core's own: no schema sees them. */
export const FLASH_KEY = "_flash";

/** What fields hold, by the data's names. */
export type Data = Readonly<Record<string, unknown>>;

export function noData(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}

/** A plain copy of fields as data. Throws when a text cannot be decoded. */
export function decodeFields(fields: Fields, codec: Codec): Record<string, unknown> {
  const data = noData();
  for (const [field, text] of Object.entries(fields)) {
    const key = dataKeyOf(field);
    if (key !== undefined) data[key] = codec.decode(text);
  }
  return data;
}

/** The text of one value; undefined where there is nothing to store. Throws NOT_ENCODABLE. */
export function encodeValue(key: string, value: unknown, codec: Codec): string | undefined {
  if (value === undefined) return undefined;
  const json = codec === jsonCodec;
  let flaw: Flaw | undefined;
  let text: unknown;
  try {
    flaw = json ? jsonFlaw(value) : undefined;
    text = flaw === undefined ? codec.encode(value) : undefined;
  } catch (cause) {
    throw notEncodable(key, { path: "", reason: String(cause) }, cause);
  }
  if (flaw !== undefined) throw notEncodable(key, flaw);
  if (typeof text === "string") return text;
  if (text === undefined && json) return undefined; // toJSON() may say that there is nothing.
  throw notEncodable(key, { path: "", reason: "codec.encode() did not return a text" });
}

function notEncodable(key: string, { path, reason }: Flaw, cause?: unknown): SessionError {
  return new SessionError(
    "NOT_ENCODABLE",
    `session${step(key)}${path} cannot be stored: ${reason}. Store plain data, or give ` +
      "createSessions a codec (superjson, devalue). Nothing was written.",
    cause === undefined ? undefined : { cause },
  );
}

/** What must be set and unset to come from one state of the fields to another; undefined when they are the same. */
export interface FieldChanges {
  readonly set: Fields;
  readonly unset: readonly string[];
}

export function changesOf(stored: Fields, current: Fields, codec: Codec): FieldChanges | undefined {
  if (stored === current) return undefined;
  const set = noTexts();
  const unset: string[] = [];
  let changed = false;
  for (const field in current) {
    const text = current[field];
    if (text === undefined || text === stored[field] || isSameValue(stored[field], text, codec)) continue;
    set[field] = text;
    changed = true;
  }
  for (const field in stored) {
    if (field in current) continue;
    unset.push(field);
    changed = true;
  }
  return changed ? { set, unset } : undefined;
}

/**
 * A foreign codec may write a value that it has just read in other words. That is no change: writing it would undo what
 * another request wrote to the field.
 */
export function isSameValue(stored: string | undefined, text: string, codec: Codec): boolean {
  return codec !== jsonCodec && stored !== undefined && codec.encode(codec.decode(stored)) === text;
}

/** @returns a copy of `fields` with the changes made. */
export function applyChanges(fields: Fields, changes: FieldChanges | undefined): Texts {
  const texts = Object.assign(noTexts(), fields, changes?.set);
  for (const field of changes?.unset ?? []) delete texts[field];
  return texts;
}

/** Throws TOO_LARGE, and names the largest field: its size is what somebody has to look at. */
export function checkSize(fields: Fields, maxBytes: number): void {
  if (charactersOf(fields) * MOST_BYTES_A_CHARACTER <= maxBytes) return;
  let total = 0;
  let largest = { field: "", bytes: 0 };
  for (const [field, text] of Object.entries(fields)) {
    const bytes = byteLength(field) + byteLength(text);
    total += bytes;
    if (bytes > largest.bytes) largest = { field, bytes };
  }
  if (total <= maxBytes) return;
  const name = `session${step(dataKeyOf(largest.field) ?? largest.field)}`;
  throw new SessionError(
    "TOO_LARGE",
    `The session would take ${total} bytes, and maxBytes is ${maxBytes}. Its largest field is ${name} with ` +
      `${largest.bytes} bytes. Nothing was written.`,
  );
}

const MOST_BYTES_A_CHARACTER = 3;

export function charactersOf(fields: Fields): number {
  let characters = 0;
  for (const field in fields) characters += field.length + (fields[field]?.length ?? 0);
  return characters;
}

/** UTF-8, without making the bytes. */
function byteLength(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
