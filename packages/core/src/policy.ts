import { jsonCodec } from "./codec.js";
import { warnOnConsole } from "./console.js";
import type { CookiePolicy, Policy, SessionOptions } from "./options.js";
import { PRESETS, type Preset } from "./presets.js";
import type { SessionStore } from "./store.js";
import type { UserIndex } from "./user-index.js";
import {
  booleanOption,
  integerOption,
  knownNames,
  methodsOption,
  objectOption,
  oneOf,
  refuse,
  refuseSecret,
} from "./validate.js";

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
const STORE_METHODS = ["create", "read", "patch", "delete"] satisfies (keyof SessionStore)[];
const INDEX_METHODS = ["add", "confirm", "remove", "list", "revoke"] satisfies (keyof UserIndex)[];

/** Checks every option, and fills in the defaults. Nothing wrong survives the start of the app. */
export function policyOf(options: SessionOptions): Policy {
  knownNames("createSessions", objectOption("options", options), OPTION_NAMES);
  checkStore(options.store);
  // Defaults stand for what is missing, and not for null: who writes `idleSeconds: null` expects something else.
  const {
    preset: presetName = "standard",
    cookie = {},
    keys = [],
    codec = jsonCodec,
    clock = Date,
  } = options;
  const { maxBytes = 32_768, storeTimeoutMs = 2000, onEvent = warnOnConsole() } = options;
  const preset = PRESETS[oneOf("preset", presetName, ["standard", "high", "consumer"])];
  const { absoluteSeconds = preset.absoluteSeconds } = options;
  integerOption("absoluteSeconds", absoluteSeconds, 1, MOST_SECONDS);
  const { idleSeconds = Math.min(preset.idleSeconds, absoluteSeconds) } = options;
  integerOption("idleSeconds", idleSeconds, 1, absoluteSeconds);
  methodsOption("codec", codec, ["encode", "decode"]);
  if (clock !== Date) methodsOption("clock", clock, ["now"]);
  if (typeof onEvent !== "function") refuse("onEvent", onEvent, "a function");
  return {
    store: options.store,
    idleMs: idleSeconds * 1000,
    absoluteMs: absoluteSeconds * 1000,
    cookie: cookiePolicyOf(cookie, preset),
    keys: keysOf(keys),
    allowPlainHttp: plainHttpOf(options.allowPlainHttp),
    codec,
    maxBytes: integerOption("maxBytes", maxBytes, 256, 1_048_576),
    storeTimeoutMs: integerOption("storeTimeoutMs", storeTimeoutMs, 1, 60_000),
    onEvent,
    clock,
  };
}

function checkStore(store: unknown): void {
  if (store === undefined)
    refuse("store", store, "a session store, for example memoryStore() of @sess/store-memory");
  methodsOption("store", store, STORE_METHODS);
  const { users, close }: { users?: unknown; close?: unknown } = objectOption("store", store);
  if (users !== undefined) methodsOption("store.users", users, INDEX_METHODS);
  if (close !== undefined && typeof close !== "function") refuse("store.close", close, "a function");
}

/** RFC 9110's token: what a cookie may be called. */
const NAME_GRAMMAR = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}$/;
const PREFIX = /^__(?:host-http|host|secure|http)[-_]/i;
const DOMAIN_GRAMMAR = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

function cookiePolicyOf(options: unknown, preset: Preset): CookiePolicy {
  const given: NonNullable<SessionOptions["cookie"]> = objectOption("cookie", options);
  knownNames("cookie", given, ["name", "sameSite", "domain", "persistent", "partitioned"]);
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

const LEAST_KEY_BYTES = 32;
/** Random text of 32 characters has about 25 different ones, or 11 when it is hexadecimal; prose and padding have fewer. */
const LEAST_DIFFERENT = 10;

function keysOf(keys: unknown): readonly Uint8Array[] {
  if (!Array.isArray(keys)) refuseSecret("keys", keys, "an array of secrets");
  return Array.from(keys, (key: unknown, index) => {
    const allowed = `${LEAST_KEY_BYTES} random bytes or more, as text or Uint8Array: openssl rand -base64 32 makes one`;
    const bytes = typeof key === "string" ? new TextEncoder().encode(key) : key;
    if (!(bytes instanceof Uint8Array)) return refuseSecret(`keys[${index}]`, key, allowed);
    if (bytes.length < LEAST_KEY_BYTES || new Set(bytes).size < LEAST_DIFFERENT) {
      return refuseSecret(`keys[${index}]`, key, `${allowed}. This one is too short or too regular`);
    }
    return Uint8Array.from(bytes);
  });
}

function plainHttpOf(option: unknown): boolean {
  const production = environment() === "production";
  const allowed = booleanOption("allowPlainHttp", option === undefined ? !production : option);
  if (allowed && production)
    refuse("allowPlainHttp", option, "false when NODE_ENV is production: put TLS in front");
  return allowed;
}

/** NODE_ENV, where there is such a thing. Core runs on platforms without `process`, and compiles without its types. */
function environment(): unknown {
  const { process } = globalThis as { process?: { env?: { NODE_ENV?: unknown } } };
  return process?.env?.NODE_ENV;
}
