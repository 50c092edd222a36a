import { cookieValues, rawCookieValues } from "@sess/connect-store";
import type { Secret } from "./options.js";
import { isSigned, keygripSign, type Sign } from "./signatures.js";

/** A cookie that has the right signature. */
export interface SignedCookie {
  /** Its value without the signature: an id, or data. */
  readonly value: string;
  /** The signature by the first secret, whichever has signed it: nobody knows it without the cookie or the secret. */
  readonly signature: string;
}

/** Finds the cookies of one name in a Cookie header. `"forged"`: there are some, and none has the right signature. */
export type FindCookies = (header: string) => readonly SignedCookie[] | "forged";

/** More of one name come from no browser that means well. */
const MOST_VALUES = 4;

/** The first different ones. An empty one is what a logout has left behind. */
function first(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== "").slice(0, MOST_VALUES);
}

/** `<prefix><id>.<signature>` in one cookie, percent-encoded or as it is. The id may have dots. */
export function cookieWithSignature(
  name: string,
  prefix: string,
  secrets: readonly [Secret, ...Secret[]],
  sign: Sign,
): FindCookies {
  return (header) => {
    const texts = first(cookieValues(header, name));
    return unlessForged(texts, (text) => {
      const dot = text.lastIndexOf(".");
      if (!text.startsWith(prefix) || dot <= prefix.length) return undefined;
      const value = text.slice(prefix.length, dot);
      if (!isSigned(sign, value, text.slice(dot + 1), secrets)) return undefined;
      return { value, signature: sign(value, secrets[0]) };
    });
  };
}

/** The signature in a cookie of its own, `<name>.sig`, over `<name>=<value>`. */
export function cookieBesideSignature(
  name: string,
  secrets: readonly [Secret, ...Secret[]],
  algorithm: string,
): FindCookies {
  const sign = keygripSign(algorithm);
  return (header) => {
    // As they came: these libraries decode nothing, and the signature is over what was sent.
    const signatures = first(rawCookieValues(header, `${name}.sig`));
    return unlessForged(first(rawCookieValues(header, name)), (value) => {
      const text = `${name}=${value}`;
      const isOwn = (signature: string): boolean => isSigned(sign, text, signature, secrets);
      return signatures.some(isOwn) ? { value, signature: sign(text, secrets[0]) } : undefined;
    });
  };
}

function unlessForged(
  texts: readonly string[],
  unsign: (text: string) => SignedCookie | undefined,
): readonly SignedCookie[] | "forged" {
  const signed = texts.map(unsign).filter((cookie) => cookie !== undefined);
  return signed.length === 0 && texts.length > 0 ? "forged" : signed;
}
