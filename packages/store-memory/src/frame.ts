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
  for (const [name, value] of Object.entries(fields))
    parts.push(`${name.length} ${value.length} `, name, value);
  // `join` copies into one flat string. Concatenation would keep all parts alive, and what they were cut from.
  return parts.join("");
}

/** @returns a new object without prototype */
export function decodeFields(frame: Frame): Record<string, string> {
  const fields = Object.create(null) as Record<string, string>;
  let at = 0;
  while (at < frame.length) {
    const nameLengthEnd = frame.indexOf(" ", at);
    const valueLengthEnd = frame.indexOf(" ", nameLengthEnd + 1);
    const nameStart = valueLengthEnd + 1;
    const valueStart = nameStart + Number(frame.slice(at, nameLengthEnd));
    at = valueStart + Number(frame.slice(nameLengthEnd + 1, valueLengthEnd));
    fields[frame.slice(nameStart, valueStart)] = frame.slice(valueStart, at);
  }
  return fields;
}

/** `set` wins over `unset`. */
export function patchFields(frame: Frame, set: Fields, unset: readonly string[]): Frame {
  const fields = decodeFields(frame);
  for (const name of unset) delete fields[name];
  return encodeFields(Object.assign(fields, set));
}
