import type { Fields, StoredRecord } from "@sess/core";

/**
 * A record as one string, that people and scripts can read:
 *
 *     1 1795312800000 3 ,1:43,5:6 ; $1qG1b0c…theme"dark"      (without the spaces)
 *
 * A format number, the deadline in 13 digits, the version, the lengths in bytes of each field's name and value, and then
 * the names and values themselves. The deadline has a fixed place, so that it can be moved without touching the rest.
 */
const FORMAT = "1";
/** Thirteen digits: from September 2001 to November 2286. What lies before is over, what lies after is far away. */
const FIRST_DEADLINE = 1e12;
const LAST_DEADLINE = 1e13 - 1;

export function deadlineText(expiresAt: number): string {
  return String(Math.min(Math.max(Math.ceil(expiresAt), FIRST_DEADLINE), LAST_DEADLINE));
}

export function encodeRecord(fields: Fields, deadline: string): string {
  const [lengths, texts] = encodeFields(fields);
  return `${FORMAT}${deadline}1${lengths};${texts}`;
}

/** What fields add to a frame: lengths to the one part, texts to the other. */
export function encodeFields(fields: Fields): [lengths: string, texts: string] {
  let texts = "";
  for (const name in fields) texts += name + fields[name]!;
  const ascii = Buffer.byteLength(texts) === texts.length;
  const length = ascii ? (text: string): number => text.length : Buffer.byteLength;
  let lengths = "";
  for (const name in fields) lengths += `,${length(name)}:${length(fields[name]!)}`;
  return [lengths, texts];
}

const HEAD = /^1(\d{13})(\d+)([,:\d]*);/;

/** @returns undefined for what {@link encodeRecord} and the scripts have not written */
export function decodeRecord(frame: string): StoredRecord | undefined {
  const [head, deadline, version, directory] = HEAD.exec(frame) ?? [];
  if (head === undefined || directory === undefined) return undefined;
  const lengths = readLengths(directory);
  let size = head.length;
  for (const length of lengths) size += length;
  const cut = cutter(frame, size);
  if (cut === undefined || lengths.length % 2 === 1) return undefined;
  const fields = Object.create(NOTHING) as Record<string, string>;
  let at = head.length;
  for (let i = 0; i < lengths.length; i += 2) {
    const value = at + lengths[i]!;
    const next = value + lengths[i + 1]!;
    fields[cut(at, value)] = cut(value, next);
    at = next;
  }
  return { fields, version: Number(version), expiresAt: Number(deadline) };
}

/** V8 makes a slow dictionary of an object without prototype. So these have one, with nothing in it. */
const NOTHING: object = Object.freeze(Object.create(null) as object);

/** Of name, value, name, value and so on. One pass over the digits takes half the time of `split` and `Number`. */
function readLengths(directory: string): number[] {
  const lengths: number[] = [];
  let last = -1;
  for (let i = 0; i < directory.length; i++) {
    const digit = directory.charCodeAt(i) - 48;
    const isDigit = digit >= 0 && digit <= 9;
    if (isDigit) lengths[last] = lengths[last]! * 10 + digit;
    else last = lengths.push(0) - 1;
  }
  return lengths;
}

/** Lengths count bytes: only when they add up to the characters is every character one byte. */
function cutter(frame: string, size: number): ((from: number, to: number) => string) | undefined {
  if (size === frame.length) return (from, to) => frame.slice(from, to);
  const bytes = Buffer.from(frame);
  return size === bytes.length ? (from, to) => bytes.toString("utf8", from, to) : undefined;
}
