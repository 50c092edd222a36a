import { SessionError } from "./errors.js";
import { quote } from "./printable.js";

/** Throws INVALID_OPTION. The message tells the type of what came and, for numbers and booleans, which: never a secret. */
export function refuse(
  option: string,
  value: unknown,
  allowed: string,
  what: string = describe(value),
): never {
  throw new SessionError("INVALID_OPTION", `${option} is ${what}; it must be ${allowed}.`);
}

/** The same for a value that should have been a secret, and may be one: not even a number is repeated. */
export function refuseSecret(option: string, value: unknown, allowed: string): never {
  return refuse(option, value, allowed, typeof value === "number" ? "a number" : undefined);
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  switch (typeof value) {
    case "undefined":
      return "missing";
    case "number":
    case "boolean":
      return `the ${typeof value} ${String(value)}`;
    case "object":
      return "an object";
    default:
      return `a ${typeof value}`;
  }
}

export function objectOption(option: string, value: unknown): object {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value
    : refuse(option, value, "an object");
}

/**
 * A name that is not known is a typing error, and would go unnoticed otherwise. `elsewhere` says what became of names that people know from
 * elsewhere.
 */
export function knownNames(
  option: string,
  value: object,
  known: readonly string[],
  elsewhere: Readonly<Record<string, string>> = {},
): void {
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    const advice = Object.hasOwn(elsewhere, name) ? ` (${name}: ${elsewhere[name]}.)` : "";
    throw new SessionError(
      "INVALID_OPTION",
      `${option} has no option "${name}"; it has ${known.join(", ")}.${advice}`,
    );
  }
}

export function integerOption(
  option: string,
  value: unknown,
  least: number,
  most: number,
  about = "",
): number {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most
    ? value
    : refuse(option, value, `a whole number from ${least} to ${most}${about}`);
}

export function booleanOption(option: string, value: unknown): boolean {
  return typeof value === "boolean" ? value : refuse(option, value, "true or false");
}

/** For names, which are no secret: the message tells the one that came. */
export function oneOf<const T extends string>(option: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  const what = typeof value === "string" ? quote(value) : undefined;
  return found ?? refuse(option, value, `one of ${allowed.map((name) => `"${name}"`).join(", ")}`, what);
}

/** Checks that an object has methods of these names. */
export function methodsOption(option: string, value: unknown, names: readonly string[]): void {
  const object = objectOption(option, value);
  for (const name of names) {
    const member: unknown = Reflect.get(object, name);
    if (typeof member !== "function") refuse(`${option}.${name}`, member, "a function");
  }
}

/** Names of fields. */
export function namesOption(option: string, value: unknown): readonly string[] {
  return isTextArray(value) ? value : refuse(option, value, "an array of field names");
}

/** UTF-8 has no half of a surrogate pair: a store that writes it would make one text of several. */
export function isWellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text);
}

function isTextArray(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
