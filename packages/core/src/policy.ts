import { jsonCodec } from "./codec.js";
import { warnOnConsole } from "./console.js";
import { cookiePolicyOf } from "./cookie-policy.js";
import { crossOriginPolicyOf } from "./cross-origin-policy.js";
import { dataPolicyOf } from "./data-policy.js";
import { environmentName } from "./environment-name.js";
import { LONGEST_LIFE_SECONDS } from "./longest-life.js";
import type { Migration } from "./migration.js";
import type { AnonymousOptions, Lifetime, Policy, SessionOptions } from "./options.js";
import { PRESETS } from "./presets.js";
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

const OPTION_NAMES = [
  "store",
  "preset",
  "idleSeconds",
  "absoluteSeconds",
  "anonymous",
  "maxPerUser",
  "overLimit",
  "cookie",
  "crossOrigin",
  "keys",
  "allowPlainHttp",
  "codec",
  "schema",
  "dataVersion",
  "upgrade",
  "misfit",
  "maxBytes",
  "storeTimeoutMs",
  "migrate",
  "onEvent",
  "clock",
] as const satisfies readonly (keyof SessionOptions)[];
const ELSEWHERE = {
  secret: "not needed, see keys",
  maxAge: "see idleSeconds and preset",
};
const STORE_METHODS = ["create", "read", "patch", "delete"] satisfies (keyof SessionStore)[];
const INDEX_METHODS = ["add", "confirm", "remove", "list", "revoke"] satisfies (keyof UserIndex)[];

/** Checks every option, and fills in the defaults. Nothing wrong survives the start of the app. */
export function policyOf(options: SessionOptions<object>): Policy {
  knownNames("createSessions", objectOption("createSessions(options)", options), OPTION_NAMES, ELSEWHERE);
  checkStore(options.store);
  // Defaults stand for what is missing, and not for null: who writes `idleSeconds: null` expects something else.
  const {
    preset: presetName = "standard",
    anonymous = {},
    overLimit = "evict",
    cookie = {},
    crossOrigin = {},
    keys = [],
    codec = jsonCodec,
    migrate = [],
    // Date is looked up each time: a test may put another one in its place.
    clock = { now: () => Date.now() },
  } = options;
  const { maxBytes = 32_768, storeTimeoutMs = 2000, onEvent = warnOnConsole() } = options;
  const preset = PRESETS[oneOf("preset", presetName, ["standard", "high", "consumer"])];
  const { absoluteSeconds = preset.absoluteSeconds } = options;
  integerOption("absoluteSeconds", absoluteSeconds, 1, LONGEST_LIFE_SECONDS);
  const { idleSeconds = Math.min(preset.idleSeconds, absoluteSeconds) } = options;
  const source = options.absoluteSeconds === undefined ? ` of preset "${presetName}"` : "";
  integerOption(
    "idleSeconds",
    idleSeconds,
    1,
    absoluteSeconds,
    `, the absoluteSeconds${source}: raise that, too`,
  );
  methodsOption("codec", codec, ["encode", "decode"]);
  if (clock !== Date) methodsOption("clock", clock, ["now"]);
  if (typeof onEvent !== "function") refuse("onEvent", onEvent, "a function");
  return {
    store: options.store,
    idleMs: idleSeconds * 1000,
    absoluteMs: absoluteSeconds * 1000,
    anonymous: anonymousOf(anonymous, idleSeconds, absoluteSeconds),
    maxPerUser: maxPerUserOf(options),
    overLimit: oneOf("overLimit", overLimit, ["evict", "refuse"]),
    cookie: cookiePolicyOf(cookie, preset),
    crossOrigin: crossOriginPolicyOf(crossOrigin),
    keys: keysOf(keys),
    allowPlainHttp: plainHttpOf(options.allowPlainHttp),
    codec,
    data: dataPolicyOf(options),
    maxBytes: integerOption("maxBytes", maxBytes, 256, 1_048_576),
    storeTimeoutMs: integerOption("storeTimeoutMs", storeTimeoutMs, 1, 60_000),
    migrate: migrationsOf(migrate, clock.now()),
    onEvent,
    clock,
  };
}

function checkStore(store: unknown): void {
  if (store === undefined)
    refuse("store", store, "a session store, for example memoryStore() of @sess/store-memory");
  if (typeof store === "function") refuse("store", store, "an object: memoryStore(), with brackets");
  methodsOption("store", store, STORE_METHODS);
  const { users, close }: { users?: unknown; close?: unknown } = objectOption("store", store);
  if (users !== undefined) methodsOption("store.users", users, INDEX_METHODS);
  if (close !== undefined && typeof close !== "function") refuse("store.close", close, "a function");
}

function anonymousOf(options: unknown, mostIdle: number, mostAbsolute: number): Lifetime {
  const given: AnonymousOptions = objectOption("anonymous", options);
  knownNames("anonymous", given, ["idleSeconds", "absoluteSeconds"]);
  const { absoluteSeconds = mostAbsolute } = given;
  integerOption("anonymous.absoluteSeconds", absoluteSeconds, 1, mostAbsolute);
  const { idleSeconds = Math.min(mostIdle, absoluteSeconds) } = given;
  integerOption("anonymous.idleSeconds", idleSeconds, 1, Math.min(mostIdle, absoluteSeconds));
  return { idleMs: idleSeconds * 1000, absoluteMs: absoluteSeconds * 1000 };
}

/** Attackers come back with a stolen password; nobody has more devices at once (ASVS 7.1.2). */
const DEFAULT_MOST_PER_USER = 10;

function maxPerUserOf({
  maxPerUser,
  store,
}: Pick<SessionOptions, "maxPerUser" | "store">): number | undefined {
  if (maxPerUser === false) return undefined;
  if (maxPerUser === undefined) return store.users && DEFAULT_MOST_PER_USER;
  integerOption("maxPerUser", maxPerUser, 1, 1000);
  if (store.users === undefined)
    refuse(
      "maxPerUser",
      maxPerUser,
      "left out: this store has no user index, and cannot tell which sessions a user has",
    );
  return maxPerUser;
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

function migrationsOf(migrate: unknown, now: number): readonly Migration[] {
  if (!Array.isArray(migrate)) return refuse("migrate", migrate, "an array: [fromExpressSession({ … })]");
  return migrate.map((item: Migration, index) => {
    const option = `migrate[${index}]`;
    methodsOption(option, item, ["find", ...(item?.userId === undefined ? [] : ["userId"])]);
    const { name, until, since } = item;
    if (typeof name !== "string" || name === "") refuse(`${option}.name`, name, "a name for events");
    // What was imported is remembered for as long as that, and no record lives longer. NaN where it is no date.
    if (!(until instanceof Date && until.getTime() <= now + LONGEST_LIFE_SECONDS * 1000))
      refuse(`${option}.until`, until, "a Date at most 400 days from now: nothing is imported after it");
    if (since !== undefined && !(since instanceof Date && since.getTime() <= now))
      refuse(`${option}.since`, since, "a Date in the past, or left out");
    return item;
  });
}

function plainHttpOf(option: unknown): boolean {
  const environment = environmentName();
  const allowed = booleanOption(
    "allowPlainHttp",
    option === undefined ? environment === "development" || environment === "test" : option,
  );
  if (allowed && environment === "production")
    refuse("allowPlainHttp", option, "false when NODE_ENV is production: put TLS in front");
  return allowed;
}
