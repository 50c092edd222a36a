import { SessionError } from "@sess/core";

/** How the old library was told to write its cookie: its option `cookie`, as far as browsers care when a cookie is dropped. */
export interface OldCookieOptions {
  /** Default `"/"`. A cookie of another path is another cookie, and stays. */
  readonly path?: string;
  /** Default: none, this host alone. */
  readonly domain?: string;
  /** Default false. A browser drops a cookie all the same, unless the name has a prefix or the cookie is partitioned. */
  readonly secure?: boolean;
  /** Default true. */
  readonly httpOnly?: boolean;
  /** Default: not said. */
  readonly sameSite?: "lax" | "strict" | "none";
  /** Default false. */
  readonly partitioned?: boolean;
}

const SAME_SITE = { lax: "Lax", strict: "Strict", none: "None" } as const;

/** The Set-Cookie lines that drop cookies of these names. Throws INVALID_OPTION for what would not stay one attribute. */
export function dropLines(names: readonly string[], cookie: OldCookieOptions = {}): readonly string[] {
  const { path = "/", domain, secure = false, httpOnly = true, sameSite, partitioned = false } = cookie;
  const attributes = [
    `Path=${attribute("path", path)}`,
    "Max-Age=0",
    "Expires=Thu, 01 Jan 1970 00:00:00 GMT",
  ];
  if (domain !== undefined) attributes.push(`Domain=${attribute("domain", domain)}`);
  if (secure) attributes.push("Secure");
  if (httpOnly) attributes.push("HttpOnly");
  if (sameSite !== undefined) attributes.push(`SameSite=${SAME_SITE[sameSite]}`);
  if (partitioned) attributes.push("Partitioned");
  return names.map((name) => [`${cookieName(name)}=`, ...attributes].join("; "));
}

function attribute(option: string, value: string): string {
  if (/^[\x20-\x3a\x3c-\x7e]+$/.test(value)) return value;
  throw new SessionError(
    "INVALID_OPTION",
    `cookie.${option} must be visible characters without a semicolon.`,
  );
}

function cookieName(name: string): string {
  if (/^[\w!#$%&'*+\-.^`|~]+$/.test(name)) return name;
  throw new SessionError(
    "INVALID_OPTION",
    "The cookie's name must be a token: letters, digits and a few signs.",
  );
}
