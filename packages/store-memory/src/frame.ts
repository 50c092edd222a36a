import type { Fields } from "@sess/core";

/**
 * A record's fields as one string: for every field `<length of name> <length of value> <name><value>`.
 *
 * One string costs a fraction of an object of strings. The lengths make every name and every value possible, and digits
 * keep a frame of Latin-1 text at one byte a character.
 */
export type Frame = string;

export function encodeFields(fields: Fields): Frame {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(fields)) addField(parts, name, value);
  return join(parts);
}

/** Copies into one flat string. Concatenation would keep all parts alive, and what they were cut from. */
function join(parts: readonly string[]): Frame {
  return parts.join("");
}

/** In three parts: of one alone, `join` would make no copy. */
function addField(parts: string[], name: string, value: string): void {
  parts.push(`${name.length} ${value.length} `, name, value);
}

/** @returns a new object that inherits nothing */
export function decodeFields(frame: Frame): Record<string, string> {
  const fields = Object.create(NOTHING) as Record<string, string>;
  forEachField(frame, (name, { value, end }) => {
    fields[name] = frame.slice(value, end);
  });
  return fields;
}

/** V8 makes a slow dictionary of an object without prototype. So these have one, with nothing in it. */
const NOTHING: object = Object.freeze(Object.create(null) as object);

/** `set` wins over `unset`. What stays is copied as it is, in pieces that are as long as can be. */
export function patchFields(frame: Frame, set: Fields, unset: readonly string[]): Frame {
  const parts: string[] = [];
  const added = new Set(Object.keys(set));
  let copied = 0;
  forEachField(frame, (name, { start, end }) => {
    const isSet = added.delete(name);
    if (!isSet && !unset.includes(name)) return;
    parts.push(frame.slice(copied, start));
    if (isSet) addField(parts, name, set[name]!);
    copied = end;
  });
  parts.push(frame.slice(copied));
  for (const name of added) addField(parts, name, set[name]!);
  return join(parts);
}

/** Where a field lies in a frame. */
interface Place {
  readonly start: number;
  readonly value: number;
  readonly end: number;
}

function forEachField(frame: Frame, visit: (name: string, place: Place) => void): void {
  let end = 0;
  while (end < frame.length) {
    const start = end;
    const nameLengthEnd = frame.indexOf(" ", start);
    const valueLengthEnd = frame.indexOf(" ", nameLengthEnd + 1);
    const name = valueLengthEnd + 1;
    const value = name + numberIn(frame, start, nameLengthEnd);
    end = value + numberIn(frame, nameLengthEnd + 1, valueLengthEnd);
    visit(frame.slice(name, value), { start, value, end });
  }
}

/** Digits, without making a text of them first. */
function numberIn(frame: Frame, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) number = number * 10 + frame.charCodeAt(at) - 48;
  return number;
}
