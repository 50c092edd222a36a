const TAB = 9;
const SPACE = 32;
const SEMICOLON = ";";

/**
 * The values that a Cookie header holds under one name, without repetitions, in their order.
 *
 * It reads what browsers write (RFC 6265bis, section 5.8.3: `name=value` parted by `"; "`) and nothing else: octets are
 * compared exactly, only SP and HTAB are trimmed, nothing is decoded, quotes are part of a value, and a piece without a
 * name yields nothing. Whatever is more lenient has been a way to smuggle a cookie past its prefix.
 * The header is never split: a request's other cookies cost one pass of `indexOf`.
 */
export function cookieValues(header: string, name: string): string[] {
  const values: string[] = [];
  const needle = name + "=";
  let at = header.indexOf(needle);
  while (at !== -1) {
    const valueStart = at + needle.length;
    if (!startsPiece(header, at)) {
      at = header.indexOf(needle, valueStart);
      continue;
    }
    const semicolon = header.indexOf(SEMICOLON, valueStart);
    const end = semicolon === -1 ? header.length : semicolon;
    const value = trim(header, valueStart, end);
    if (!values.includes(value)) values.push(value);
    // More values than are ever looked up: the caller refuses them all, and need not see the rest.
    if (values.length > MOST_VALUES) break;
    at = header.indexOf(needle, end);
  }
  return values;
}

/** How many different values of one name are looked up. A browser sends two or three at the very most. */
export const MOST_VALUES = 4;

function startsPiece(header: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && isBlank(header.charCodeAt(before))) before--;
  return before < 0 || header[before] === SEMICOLON;
}

function trim(header: string, start: number, end: number): string {
  while (start < end && isBlank(header.charCodeAt(start))) start++;
  while (end > start && isBlank(header.charCodeAt(end - 1))) end--;
  return header.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}
