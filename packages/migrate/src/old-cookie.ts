import { SessionError } from "@sess/core";

/** How the old library was told to write its cookie: its option `cookie`, as far as browsers care when a cookie is dropped. */
export interface OldCookieOptions {
  /** Default `"/"`. A cookie of another path is another cookie, and stays. */
  readonly path?: string;
  /** Default: none, this host alone. */
  readonly domain?: string;
  /** Default: true where browsers want it (a name with a prefix, `partitioned`, `sameSite: "none"`), else false. */
  readonly secure?: boolean;
  /** Default true. */
  readonly httpOnly?: boolean;
  /** True is `"strict"`. Default: not said. */
  readonly sameSite?: boolean | "lax" | "strict" | "none";
  /** Default false. */
  readonly partitioned?: boolean;
}

/** The Set-Cookie lines that drop cookies of these names. Throws INVALID_OPTION for what would not stay one attribute. */
export function dropLines(names: readonly string[], cookie: OldCookieOptions = {}): readonly string[] {
  const { path = "/", domain, secure = false, httpOnly = true, partitioned = false } = cookie;
  const sameSite = sameSiteOf(cookie.sameSite);
  const needsSecure = secure || partitioned || sameSite === "None" || names.some(hasPrefix);
  const attributes = [
    `Path=${attribute("path", path)}`,
    "Max-Age=0",
    "Expires=Thu, 01 Jan 1970 00:00:00 GMT",
  ];
  if (domain !== undefined) attributes.push(`Domain=${attribute("domain", domain)}`);
  if (needsSecure) attributes.push("Secure");
  if (httpOnly) attributes.push("HttpOnly");
  if (sameSite !== undefined) attributes.push(`SameSite=${sameSite}`);
  if (partitioned) attributes.push("Partitioned");
  return names.map((name) => [`${cookieName(name)}=`, ...attributes].join("; "));
}

/** A browser takes no line for such a name without Secure, in whatever case (RFC 6265bis, section 5.7). */
function hasPrefix(name: string): boolean {
  return /^__(?:host|secure|http)-/i.test(name);
}

function sameSiteOf(given: unknown): string | undefined {
  if (given === undefined || given === false) return undefined;
  const asked = given === true ? "strict" : typeof given === "string" ? given.toLowerCase() : given;
  const found = ["Strict", "Lax", "None"].find((name) => name.toLowerCase() === asked);
  if (found !== undefined) return found;
  throw new SessionError("INVALID_OPTION", 'cookie.sameSite must be true, false, "lax", "strict" or "none".');
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
