import type { CookiePolicy, SessionOptions } from "./options.js";
import type { Preset } from "./presets.js";
import { booleanOption, knownNames, objectOption, oneOf, refuse } from "./validate.js";

/** RFC 9110's token: what a cookie may be called. */
const NAME_GRAMMAR = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}$/;
const PREFIX = /^__(?:host-http|host|secure|http)[-_]/i;
const DOMAIN_GRAMMAR = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

const ELSEWHERE = {
  secure: "always on over TLS",
  httpOnly: "always on",
  maxAge: "see idleSeconds and preset",
};

export function cookiePolicyOf(options: unknown, preset: Preset): CookiePolicy {
  const given: NonNullable<SessionOptions["cookie"]> = objectOption("cookie", options);
  knownNames("cookie", given, ["name", "sameSite", "domain", "persistent", "partitioned"], ELSEWHERE);
  const {
    name = "sid",
    sameSite = preset.sameSite,
    persistent = preset.persistent,
    partitioned = false,
  } = given;
  const policy: CookiePolicy = {
    name: nameOf(name),
    sameSite: oneOf("cookie.sameSite", sameSite, ["lax", "strict", "none"]),
    domain: given.domain === undefined ? undefined : domainOf(given.domain),
    persistent: booleanOption("cookie.persistent", persistent),
    partitioned: booleanOption("cookie.partitioned", partitioned),
  };
  if (policy.partitioned && policy.sameSite !== "none") {
    refuse("cookie.partitioned", true, 'false unless cookie.sameSite is "none"');
  }
  return policy;
}

function nameOf(name: unknown): string {
  if (typeof name !== "string" || !NAME_GRAMMAR.test(name)) {
    refuse(
      "cookie.name",
      name,
      "1 to 64 letters, digits or -_. and the other characters of an RFC 9110 token",
    );
  }
  if (PREFIX.test(name))
    refuse("cookie.name", name, "without a prefix: __Host-Http- is added where it can be");
  return name;
}

function domainOf(domain: unknown): string {
  return typeof domain === "string" && DOMAIN_GRAMMAR.test(domain)
    ? domain
    : refuse("cookie.domain", domain, "a domain in small letters without a leading dot, such as example.com");
}
