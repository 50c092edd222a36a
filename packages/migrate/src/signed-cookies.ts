import { cookieValues } from "@sess/connect-store";
import type { Secret } from "./options.js";
import { isSigned, keygripSign, type Sign } from "./signatures.js";

/** A cookie that has the right signature. */
interface SignedCookie {
  /** Its value without the signature: an id, or data. */
  readonly value: string;
  /** The same text each time, which nobody knows without the cookie or the secret: value and signature by the first secret. */
  readonly secret: string;
}

/** Finds a cookie in a Cookie header. `"forged"`: there is one, without the right signature. */
export type FindCookie = (header: string) => SignedCookie | "forged" | undefined;

/** More of one name come from no browser that means well. */
const MOST_VALUES = 4;

/** An empty one is what a logout has left behind. */
function isNotEmpty(value: string): boolean {
  return value !== "";
}

function valuesOf(header: string, name: string): readonly string[] {
  return cookieValues(header, name).filter(isNotEmpty).slice(0, MOST_VALUES);
}

/** `<prefix><id>.<signature>` in one cookie, percent-encoded or as it is. The id may have dots. */
export function cookieWithSignature(
  name: string,
  prefix: string,
  secrets: readonly [Secret, ...Secret[]],
  sign: Sign,
): FindCookie {
  return (header) => {
    const values = valuesOf(header, name);
    for (const text of values) {
      const dot = text.lastIndexOf(".");
      if (!text.startsWith(prefix) || dot < prefix.length) continue;
      const value = text.slice(prefix.length, dot);
      if (value !== "" && isSigned(sign, value, text.slice(dot + 1), secrets))
        return { value, secret: `${name}=${value}.${sign(value, secrets[0])}` };
    }
    return values.length > 0 ? "forged" : undefined;
  };
}

/** The signature in a cookie of its own, `<name>.sig`, over `<name>=<value>`. */
export function cookieBesideSignature(
  name: string,
  secrets: readonly [Secret, ...Secret[]],
  algorithm: string,
): FindCookie {
  const sign = keygripSign(algorithm);
  return (header) => {
    const values = rawValues(header, name);
    const signatures = rawValues(header, `${name}.sig`);
    for (const value of values) {
      const text = `${name}=${value}`;
      if (value !== "" && signatures.some((signature) => isSigned(sign, text, signature, secrets)))
        return { value, secret: `${text}.${sign(text, secrets[0])}` };
    }
    return values.some(isNotEmpty) ? "forged" : undefined;
  };
}

/** As they came: these libraries decode nothing, and the signature is over what was sent. */
function rawValues(header: string, name: string): readonly string[] {
  const values: string[] = [];
  for (const pair of header.split(";")) {
    const equals = pair.indexOf("=");
    if (equals < 0 || pair.slice(0, equals).trim() !== name) continue;
    values.push(
      pair
        .slice(equals + 1)
        .trim()
        .replace(/^"([^]*)"$/, "$1"),
    );
    if (values.length === MOST_VALUES) break;
  }
  return values;
}
