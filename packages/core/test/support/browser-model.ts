import {
  brokenRule,
  domainMatches,
  isPublicSuffix,
  isSame,
  isSent,
  type Outcome,
  type Place,
  type StoredCookie,
} from "./browser-rules.js";
import { type Attributes, parseSetCookie } from "./set-cookie-line.js";

const MOST_LIFE_MS = 400 * 24 * 60 * 60 * 1000;

/**
 * A browser's cookies by the rules of RFC 6265bis, with the `__Http-` prefixes of layered-cookies and the partitions of
 * CHIPS. Left out: limits to the number of cookies, the list of public suffixes (here: names of one word), and the two
 * minutes in which some browsers send new cookies without SameSite by a foreign POST.
 */
export class BrowserModel {
  cookies: readonly StoredCookie[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Section 5.7: a line of a response, or of a script. */
  set(line: string, place: Place): Outcome {
    const parsed = parseSetCookie(line);
    if (parsed === undefined) return "unreadable";
    const { name, value, attributes: given } = parsed;
    const domain = given.domain === place.host && isPublicSuffix(given.domain) ? "" : (given.domain ?? "");
    if (domain !== "" && (isPublicSuffix(domain) || !domainMatches(place.host, domain))) return "domain";
    const cookie: StoredCookie = {
      name,
      value,
      domain: domain === "" ? place.host : domain,
      hostOnly: domain === "",
      path: given.path ?? place.path.slice(0, Math.max(1, place.path.lastIndexOf("/"))), // 5.1.4, default-path
      secureOnly: given.secure ?? false,
      httpOnly: given.httpOnly ?? false,
      sameSite: given.sameSite ?? "Default",
      partition: given.partitioned ? place.topSite : undefined,
      expiresAt: this.#expiry(given),
    };
    const old = this.cookies.find((other) => isSame(other, cookie));
    const broken = brokenRule(cookie, given.path, place, this.cookies);
    if (broken !== undefined) return broken;
    if (old?.httpOnly && place.api === "script") return "httpOnly";
    // The new one stands where the old one stood: the time of creation stays.
    this.cookies = old
      ? this.cookies.map((other) => (other === old ? cookie : other))
      : [...this.cookies, cookie];
    this.#evict();
    return "taken";
  }

  /** Section 5.8.3: the Cookie header, or what a script sees; empty when there is none. */
  header(place: Place): string {
    this.#evict();
    return this.cookies
      .filter((cookie) => isSent(cookie, place))
      .sort((one, other) => other.path.length - one.path.length)
      .map(({ name, value }) => (name === "" ? value : `${name}=${value}`))
      .join("; ");
  }

  /** Max-Age goes before Expires; both end after 400 days (section 5.5). */
  #expiry({ maxAge, expires }: Attributes): number | undefined {
    const end = maxAge === undefined ? expires : maxAge <= 0 ? -Infinity : this.#now() + maxAge * 1000;
    return end === undefined ? undefined : Math.min(end, this.#now() + MOST_LIFE_MS);
  }

  #evict(): void {
    this.cookies = this.cookies.filter(({ expiresAt = Infinity }) => expiresAt > this.#now());
  }
}
