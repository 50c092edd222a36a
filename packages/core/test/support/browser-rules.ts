/** A request, or a page whose script uses cookies. */
export interface Place {
  readonly host: string;
  readonly path: string;
  readonly https: boolean;
  /** A script is what the RFC calls a non-HTTP API. */
  readonly api: "http" | "script";
  /** `link`: another site's page was left for this one, by GET. `inside`: it asks for an image, a frame, or by fetch. */
  readonly from: "own site" | "another site, link" | "another site, inside";
  /** What the address bar shows. */
  readonly topSite: string;
}

export function placeAt(host: string, rest: Partial<Place> = {}): Place {
  const own = { path: "/", https: true, api: "http", from: "own site", topSite: siteOf(host) } as const;
  return { host, ...own, ...rest };
}

function siteOf(host: string): string {
  return host.split(".").slice(-2).join(".");
}

export interface StoredCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secureOnly: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: "Strict" | "Lax" | "None" | "Default";
  /** Of a partitioned cookie: the site that it was set under. */
  readonly partition: string | undefined;
  /** Undefined: with the browser. */
  readonly expiresAt: number | undefined;
}

/** What becomes of a Set-Cookie line: it counts, or the rule that it breaks. */
export type Outcome = "taken" | "unreadable" | "domain" | "secure" | "httpOnly" | "sameSite" | "prefix";

/** The rules of section 5.7 that can refuse a cookie; the last one is about names. */
export function brokenRule(
  cookie: StoredCookie,
  path: string | undefined,
  place: Place,
  others: readonly StoredCookie[],
): Outcome | undefined {
  const { secureOnly, httpOnly, sameSite, partition } = cookie;
  if (secureOnly ? !place.https : partition !== undefined) return "secure";
  if (httpOnly && place.api === "script") return "httpOnly";
  if (!place.https && others.some((other) => shadows(cookie, other))) return "secure";
  if (sameSite === "None" ? !secureOnly : place.from === "another site, inside") return "sameSite";
  // A cookie without a name is sent as its value is: that must not look like a prefix either.
  const shown = (cookie.name === "" ? cookie.value : cookie.name).toLowerCase();
  const broken = PREFIXES.some(([prefix, needs]) => shown.startsWith(prefix) && !needs(cookie, path, place));
  return broken ? "prefix" : undefined;
}

type Needs = (cookie: StoredCookie, path: string | undefined, place: Place) => boolean;

const secure: Needs = ({ name, secureOnly }) => name !== "" && secureOnly;
const oneHost: Needs = ({ hostOnly }, path) => hostOnly && path === "/";
const byHttp: Needs = ({ httpOnly }, _, { api }) => httpOnly && api === "http";

/** Section 4.1.3 of 6265bis, and of layered-cookies; browsers compare without regard to case. */
const PREFIXES: readonly [string, Needs][] = [
  ["__secure-", secure],
  ["__host-", (...given) => secure(...given) && oneHost(...given)],
  ["__http-", (...given) => secure(...given) && byHttp(...given)],
  ["__host-http-", (...given) => secure(...given) && oneHost(...given) && byHttp(...given)],
];

/** Without TLS nobody puts a cookie in front of a secure one. */
function shadows(cookie: StoredCookie, other: StoredCookie): boolean {
  const { domain } = cookie;
  const related = domainMatches(domain, other.domain) || domainMatches(other.domain, domain);
  return other.secureOnly && other.name === cookie.name && related && pathMatches(cookie.path, other.path);
}

export function isSame(one: StoredCookie, other: StoredCookie): boolean {
  return (["name", "domain", "hostOnly", "path", "partition"] as const).every(
    (key) => one[key] === other[key],
  );
}

export function isSent(cookie: StoredCookie, place: Place): boolean {
  const { host, path, https, api, from, topSite } = place;
  if (cookie.hostOnly ? cookie.domain !== host : !domainMatches(host, cookie.domain)) return false;
  if (!pathMatches(path, cookie.path)) return false;
  if ((cookie.secureOnly && !https) || (cookie.httpOnly && api === "script")) return false;
  if (cookie.partition !== undefined && cookie.partition !== topSite) return false;
  if (from === "own site" || cookie.sameSite === "None") return true;
  return from === "another site, link" && cookie.sameSite !== "Strict";
}

export function isPublicSuffix(domain: string): boolean {
  return !domain.includes(".");
}

/** Section 5.1.3. No host of these tests is an address. */
export function domainMatches(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** Section 5.1.4. */
function pathMatches(path: string, cookiePath: string): boolean {
  return path === cookiePath || path.startsWith(cookiePath.endsWith("/") ? cookiePath : `${cookiePath}/`);
}
