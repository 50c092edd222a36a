import { LONGEST_LIFE_SECONDS } from "./longest-life.js";
import type { CookiePolicy } from "./options.js";

/** Writes the Set-Cookie lines of one cookie; all but the value is prepared. */
export class CookieWriter {
  /** The full name, with its prefix. */
  readonly name: string;
  readonly #attributes: string;

  /** @param secure the line for a request over TLS; the other one is for development over plain HTTP only. */
  constructor(policy: CookiePolicy, secure: boolean) {
    this.name = secure ? prefixOf(policy) + policy.name : policy.name;
    this.#attributes = attributesOf(policy, secure);
  }

  /** @param maxAgeSeconds absent: the cookie ends with the browser. */
  set(value: string, maxAgeSeconds?: number): string {
    const maxAge =
      maxAgeSeconds === undefined ? "" : `; Max-Age=${Math.min(maxAgeSeconds, LONGEST_LIFE_SECONDS)}`;
    return `${this.name}=${value}${this.#attributes}${maxAge}`;
  }

  /** A browser drops a cookie only when the line repeats its name, path, domain and partition. */
  clear(): string {
    return `${this.name}=${this.#attributes}; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT`;
  }
}

/** `__Host-Http-`: set by a server, over TLS, for one host, out of reach of scripts; older browsers see `__Host-`. */
function prefixOf(policy: CookiePolicy): string {
  return policy.domain === undefined ? "__Host-Http-" : "__Secure-";
}

function attributesOf(policy: CookiePolicy, secure: boolean): string {
  const parts = ["", "Path=/"];
  if (policy.domain !== undefined && secure) parts.push(`Domain=${policy.domain}`);
  if (secure) parts.push("Secure");
  parts.push("HttpOnly", `SameSite=${sameSiteOf(policy, secure)}`);
  if (policy.partitioned && secure) parts.push("Partitioned");
  return parts.join("; ");
}

/** Browsers refuse `None` without `Secure`. */
function sameSiteOf(policy: CookiePolicy, secure: boolean): string {
  if (policy.sameSite === "strict") return "Strict";
  return policy.sameSite === "none" && secure ? "None" : "Lax";
}
