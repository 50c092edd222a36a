import type { CookieData } from "./cookie-attributes.js";

/** The value of a Set-Cookie header. Throws a TypeError for what a cookie cannot have. */
export function cookieLine(name: string, value: string, attributes: CookieData): string {
  const { domain, path, expires, httpOnly, secure, partitioned, priority, sameSite } = attributes;
  if (!NAME.test(name)) throw new TypeError("argument name is invalid");
  const parts = [`${name}=${encodeURIComponent(value)}`];
  if (domain) parts.push(`Domain=${checked("domain", domain, DOMAIN)}`);
  if (path) parts.push(`Path=${checked("path", path, PATH)}`);
  if (expires) parts.push(`Expires=${utc(expires)}`);
  if (httpOnly) parts.push("HttpOnly");
  if (secure) parts.push("Secure");
  if (partitioned) parts.push("Partitioned");
  if (priority) parts.push(`Priority=${oneOf("priority", priority, PRIORITIES)}`);
  if (sameSite)
    parts.push(`SameSite=${sameSite === true ? "Strict" : oneOf("sameSite", sameSite, SAME_SITES)}`);
  return parts.join("; ");
}

/** A token (RFC 9110, 5.6.2), as RFC 6265 asks for. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Labels of at most 63 letters, digits and inner hyphens; a dot may lead. */
const DOMAIN = /^\.?[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;
/** No control characters, no semicolon. */
const PATH = /^[ -:=-~]*$/;
const PRIORITIES = ["Low", "Medium", "High"];
const SAME_SITES = ["Lax", "Strict", "None"];

function checked(option: string, text: string, grammar: RegExp): string {
  if (!grammar.test(text)) throw invalid(option);
  return text;
}

function utc(expires: unknown): string {
  if (!(expires instanceof Date) || Number.isNaN(expires.valueOf())) throw invalid("expires");
  return expires.toUTCString();
}

function oneOf(option: string, value: unknown, names: readonly string[]): string {
  const found = names.find((name) => name.toLowerCase() === String(value).toLowerCase());
  if (found === undefined) throw invalid(option);
  return found;
}

function invalid(option: string): TypeError {
  return new TypeError(`option ${option} is invalid`);
}
