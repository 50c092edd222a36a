/** What JSON cannot keep, and where in the value it is: `[2].price`. */
export interface Flaw {
  readonly path: string;
  readonly reason: string;
}

/** JSON.parse and JSON.stringify would go deeper, but nobody means to. */
const DEEPEST = 100;

/**
 * The first thing in a value that JSON cannot keep: what it has no form for, and what it would drop without a word. A value
 * with `toJSON`, such as a Date, says itself what becomes of it. The path is put together on the way back, so that a value
 * without a flaw costs none.
 */
export function jsonFlaw(value: unknown, above: object[] = []): Flaw | undefined {
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? undefined : flaw(`${value} would become null`);
    case "bigint":
    case "function":
    case "symbol":
      return flaw(`a ${typeof value} has no JSON`);
    case "object":
      return value === null ? undefined : objectFlaw(value, above);
    default:
      return undefined; // `undefined` is left out, and a property that is missing reads the same.
  }
}

function objectFlaw(value: object, above: object[]): Flaw | undefined {
  if (above.includes(value)) return flaw("it contains itself");
  if (above.length >= DEEPEST) return flaw(`it is nested deeper than ${DEEPEST} levels`);
  if ("toJSON" in value && typeof value.toJSON === "function") return undefined;
  above.push(value);
  const found = Array.isArray(value) ? arrayFlaw(value, above) : recordFlaw(value, above);
  above.pop();
  return found;
}

function arrayFlaw(items: readonly unknown[], above: object[]): Flaw | undefined {
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    const found = item === undefined ? flaw("undefined would become null") : jsonFlaw(item, above);
    if (found !== undefined) return { ...found, path: `[${index}]${found.path}` };
  }
  return undefined;
}

function recordFlaw(value: object, above: object[]): Flaw | undefined {
  if (!keepsProperties(value)) return flaw(`JSON loses the content of ${tagOf(value)}`);
  for (const key of Object.keys(value)) {
    const found = jsonFlaw(Reflect.get(value, key), above);
    if (found !== undefined) return { ...found, path: step(key) + found.path };
  }
  return undefined;
}

function flaw(reason: string): Flaw {
  return { path: "", reason };
}

/** Plain objects and instances of classes; not a Map, a Set or a typed array. */
function keepsProperties(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === Object.prototype ||
    prototype === null ||
    /^\[object (?:Object|Number|String|Boolean)\]$/.test(tagOf(value))
  );
}

function tagOf(value: object): string {
  return Object.prototype.toString.call(value);
}

/** `.name`, or `["a name"]`. */
export function step(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** JSON.parse makes Infinity of a number with more digits, or with an exponent that is large enough. */
const LONGEST_NUMBER = 300;
const LONG_NUMBER = new RegExp(`[0-9]{${LONGEST_NUMBER + 1}}`);
const EXPONENT = /[0-9][eE]/;

/**
 * Whether what a JSON text stands for may have a flaw: it is nested deeply, or has a number that may be infinite. What stands in
 * strings counts, so a yes is only a suspicion. Every session that is read passes here, and most are short.
 */
export function looksUnencodable(text: string): boolean {
  if (text.startsWith('"')) return false; // One string: no number, and no depth.
  if (EXPONENT.test(text)) return true;
  if (text.length > LONGEST_NUMBER && LONG_NUMBER.test(text)) return true;
  return text.length > DEEPEST && looksDeep(text);
}

function looksDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === OPENING_BRACKET || character === OPENING_BRACE) {
      if (++depth > DEEPEST) return true;
    } else if (character === CLOSING_BRACKET || character === CLOSING_BRACE) depth--;
  }
  return false;
}

const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
