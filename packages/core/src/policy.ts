import { jsonCodec } from "./codec.js";
import { warnOnConsole } from "./console.js";
import type { CookiePolicy, Policy, SessionOptions } from "./options.js";
import { PRESETS, type Preset } from "./presets.js";
import { booleanOption, integerOption, knownNames, methodsOption, objectOption, oneOf, refuse } from "./validate.js";

const DAY_SECONDS = 24 * 60 * 60;
/** Browsers keep no cookie longer (RFC 6265bis, section 5.5). */
const MOST_SECONDS = 400 * DAY_SECONDS;
const OPTION_NAMES = [
  "store",
  "preset",
  "idleSeconds",
  "absoluteSeconds",
  "cookie",
  "keys",
  "allowPlainHttp",
  "codec",
  "maxBytes",
  "storeTimeoutMs",
  "onEvent",
  "clock",
] as const satisfies readonly (keyof SessionOptions)[];
const STORE_METHODS = ["create", "read", "patch", "delete"];

/** Checks every option, and fills in the defaults. Nothing wrong survives the start of the app. */
export function policyOf(options: SessionOptions): Policy {
  knownNames("createSessions", objectOption("options", options), OPTION_NAMES);
  checkStore(options.store);
  const preset = PRESETS[oneOf("preset", options.preset ?? "standard", ["standard", "high", "consumer"])];
  const absoluteSeconds = options.absoluteSeconds ?? preset.absoluteSeconds;
  const idleSeconds = options.idleSeconds ?? Math.min(preset.idleSeconds, Number(absoluteSeconds));
  integerOption("absoluteSeconds", absoluteSeconds, 1, MOST_SECONDS);
  integerOption("idleSeconds", idleSeconds, 1, absoluteSeconds);
  if (options.codec !== undefined) methodsOption("codec", options.codec, ["encode", "decode"]);
  if (options.clock !== undefined) methodsOption("clock", options.clock, ["now"]);
  if (options.onEvent !== undefined && typeof options.onEvent !== "function") {
    refuse("onEvent", options.onEvent, "a function");
  }
  return {
    store: options.store,
    idleMs: idleSeconds * 1000,
    absoluteMs: absoluteSeconds * 1000,
    cookie: cookiePolicyOf(options.cookie ?? {}, preset),
    keys: keysOf(options.keys ?? []),
    allowPlainHttp: plainHttpOf(options.allowPlainHttp),
    codec: options.codec ?? jsonCodec,
    maxBytes: integerOption("maxBytes", options.maxBytes ?? 32_768, 256, 1_048_576),
    storeTimeoutMs: integerOption("storeTimeoutMs", options.storeTimeoutMs ?? 2000, 1, 60_000),
    onEvent: options.onEvent ?? warnOnConsole(),
    clock: options.clock ?? Date,
  };
}

function checkStore(store: unknown): void {
  if (store === undefined) refuse("store", store, "a session store, for example memoryStore() of @sess/store-memory");
  methodsOption("store", store, STORE_METHODS);
}

/** RFC 9110's token: what a cookie may be called. */
const NAME_GRAMMAR = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}$/;
const PREFIX = /^__(?:host-http|host|secure|http)[-_]/i;
const DOMAIN_GRAMMAR = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

function cookiePolicyOf(options: unknown, preset: Preset): CookiePolicy {
  const given: NonNullable<SessionOptions["cookie"]> = objectOption("cookie", options);
  knownNames("cookie", given, ["name", "sameSite", "domain", "persistent", "partitioned"]);
  const policy: CookiePolicy = {
    name: nameOf(given.name ?? "sid"),
    sameSite: oneOf("cookie.sameSite", given.sameSite ?? preset.sameSite, ["lax", "strict", "none"]),
    domain: given.domain === undefined ? undefined : domainOf(given.domain),
    persistent: booleanOption("cookie.persistent", given.persistent ?? preset.persistent),
    partitioned: booleanOption("cookie.partitioned", given.partitioned ?? false),
  };
  if (policy.partitioned && policy.sameSite !== "none") {
    refuse("cookie.partitioned", true, 'false unless cookie.sameSite is "none"');
  }
  return policy;
}

function nameOf(name: unknown): string {
  if (typeof name !== "string" || !NAME_GRAMMAR.test(name)) {
    refuse("cookie.name", name, "1 to 64 letters, digits or -_. and the other characters of an RFC 9110 token");
  }
  if (PREFIX.test(name)) refuse("cookie.name", name, "without a prefix: __Host-Http- is added where it can be");
  return name;
}

function domainOf(domain: unknown): string {
  return typeof domain === "string" && DOMAIN_GRAMMAR.test(domain)
    ? domain
    : refuse("cookie.domain", domain, "a domain in small letters without a leading dot, such as example.com");
}

const LEAST_KEY_BYTES = 32;
/** Random text of 32 characters has about 25 different ones, or 11 when it is hexadecimal; prose and padding have fewer. */
const LEAST_DIFFERENT = 10;

function keysOf(keys: unknown): readonly Uint8Array[] {
  if (!Array.isArray(keys)) refuse("keys", keys, "an array of secrets");
  return keys.map((key: unknown, index) => {
    const allowed = `${LEAST_KEY_BYTES} random bytes or more, as text or Uint8Array: openssl rand -base64 32 makes one`;
    const bytes = typeof key === "string" ? new TextEncoder().encode(key) : key;
    if (!(bytes instanceof Uint8Array)) return refuse(`keys[${index}]`, key, allowed);
    if (bytes.length < LEAST_KEY_BYTES || new Set(bytes).size < LEAST_DIFFERENT) {
      return refuse(`keys[${index}]`, key, `${allowed}. This one is too short or too regular`);
    }
    return Uint8Array.from(bytes);
  });
}

function plainHttpOf(option: unknown): boolean {
  const production = environment() === "production";
  const allowed = booleanOption("allowPlainHttp", option ?? !production);
  if (allowed && production) refuse("allowPlainHttp", option, "false when NODE_ENV is production: put TLS in front");
  return allowed;
}

/** NODE_ENV, where there is such a thing. Core runs on platforms without `process`. */
function environment(): unknown {
  const process: unknown = Reflect.get(globalThis, "process");
  const env: unknown = typeof process === "object" && process !== null ? Reflect.get(process, "env") : undefined;
  return typeof env === "object" && env !== null ? Reflect.get(env, "NODE_ENV") : undefined;
}
