/**
 * A session's cookie. Its own properties are those that Playwright's `context.addCookies([cookie])` takes; `header` is for
 * everything else.
 */
export interface SessionCookie {
  /** With its prefix, where it has one. */
  readonly name: string;
  /** The token: whoever has it is signed in. */
  readonly value: string;
  /** Where the cookie is for, unless `domain` says it. */
  readonly url?: string;
  /** Where `createSessions` was given a `cookie.domain`: that, and all hosts below. */
  readonly domain?: string;
  /** Beside `domain`: always `/`. */
  readonly path?: string;
  /** True: no script reads it. */
  readonly httpOnly: boolean;
  /** False on plain HTTP, where it is allowed. */
  readonly secure: boolean;
  /** As the preset or `cookie.sameSite` has it. */
  readonly sameSite: "Lax" | "Strict" | "None";
  /** When a persistent cookie ends, in seconds since the epoch. Others end with the browser. */
  readonly expires?: number;
  /** The Cookie header that a browser sends: `name=value`. */
  readonly header: string;
}

/** @param line a Set-Cookie line of core's, in answer to a request for `url` */
export function cookieOf(line: string, url: URL, now: number): SessionCookie {
  const [pair = "", ...attributes] = line.split("; ");
  const at = pair.indexOf("=");
  const valueOf = (name: string): string | undefined =>
    attributes.find((attribute) => attribute.startsWith(`${name}=`))?.slice(name.length + 1);
  const [domain, maxAge] = [valueOf("Domain"), valueOf("Max-Age")];
  const own = {
    name: pair.slice(0, at),
    value: pair.slice(at + 1),
    // With a domain, the cookie would be for the hosts below as well, and `__Host-` forbids that.
    ...(domain === undefined ? { url: url.origin } : { domain: `.${domain}`, path: "/" }),
    httpOnly: attributes.includes("HttpOnly"),
    secure: attributes.includes("Secure"),
    sameSite: sameSiteOf(valueOf("SameSite")),
    ...(maxAge !== undefined && { expires: Math.floor(now / 1000) + Number(maxAge) }),
  };
  // On the prototype: Playwright is given nothing that it does not know.
  return Object.setPrototypeOf(own, { header: pair }) as typeof own & { readonly header: string };
}

function sameSiteOf(text = ""): SessionCookie["sameSite"] {
  return text === "Strict" || text === "None" ? text : "Lax";
}
