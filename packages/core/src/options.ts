import type { DataOptions, DataPolicy, SessionData } from "./data-schema.js";
import type { Codec } from "./codec.js";
import type { OnEvent } from "./events.js";
import type { Migration } from "./migration.js";
import type { PresetName } from "./presets.js";
import type { SessionStore } from "./store.js";

/** What `createSessions` takes. Only `store` is needed; every default is safe. */
export interface SessionOptions<Data extends object = SessionData> extends DataOptions<Data> {
  /** Where sessions live: `memoryStore()`, or any other {@link SessionStore}. */
  readonly store: SessionStore;
  /**
   * Lifetimes and cookie settings in one word (default `"standard"`):
   * `standard` ends after 30 minutes without a request and after 8 hours in any case (NIST AAL2),
   * `high` after 5 minutes and 8 hours, with SameSite=Strict (AAL3),
   * `consumer` after 14 and 30 days, with a cookie that outlives the browser (AAL1).
   */
  readonly preset?: PresetName;
  /** Seconds without a request after which a session ends. Default: the preset's. */
  readonly idleSeconds?: number;
  /** Seconds after login (or creation) after which a session ends, whatever happens. Default: the preset's. At most 400 days. */
  readonly absoluteSeconds?: number;
  /** Shorter limits for sessions in which nobody is signed in. Default: the same as for all. */
  readonly anonymous?: AnonymousOptions;
  /**
   * The most sessions that one user may have (default 10): a stolen password does not stay signed in on a thousand machines
   * (ASVS 7.1.2). `false` sets no limit. Needs a store with a user index; without one there is no limit by default.
   */
  readonly maxPerUser?: number | false;
  /** What a login over the limit does: `"evict"` (default) ends the user's oldest session, `"refuse"` fails with TOO_MANY_SESSIONS. */
  readonly overLimit?: "evict" | "refuse";
  /** How the cookie looks. Default: for this host alone, `SameSite` and lifetime by the preset (RFC 6265bis). */
  readonly cookie?: CookieOptions;
  /** Which other sites may send requests that change something. Default: none. */
  readonly crossOrigin?: CrossOriginOptions;
  /**
   * Secrets for a tag on the cookie, 32 bytes or more each; the first signs, all verify: put a new one in front to rotate.
   * Without keys the cookie is 264 random bits, which is enough. With keys a forged cookie costs no store call, and who can
   * write to the store still cannot make a cookie. Turning keys on signs everybody out once.
   */
  readonly keys?: readonly (string | Uint8Array)[];
  /**
   * Whether a plain-HTTP request gets a cookie: named without prefix, and without `Secure`. Default: true, so that a first run on
   * localhost works, unless NODE_ENV is "production", or nobody can tell: it is unset in a Worker, or cannot be read (Deno without
   * --allow-env). Setting it to true in production throws.
   */
  readonly allowPlainHttp?: boolean;
  /** How a field becomes text. Default: JSON. In one line: `codec: { encode: superjson.stringify, decode: superjson.parse }`. */
  readonly codec?: Codec;
  /**
   * The most that one session's names and texts may take in the store, in bytes. Default 32768. Each request checks what it
   * knows of: parallel ones can exceed it together. Then only writes that make the session smaller go through.
   */
  readonly maxBytes?: number;
  /** How long a store call may take, in milliseconds, before the request fails with status 503. Default 2000. */
  readonly storeTimeoutMs?: number;
  /**
   * Sessions that another library began, and that go on here: `fromExpressSession(…)` and others of `@sess/migrate`. They are asked in
   * their order, when our own cookie is missing or opens nothing. Every process that calls `revokeUser` needs them, too. Default: none.
   */
  readonly migrate?: readonly Migration[];
  /** Receives every event. Default: warnings go to the console, each kind once. */
  readonly onEvent?: OnEvent;
  /** The time, in milliseconds since the epoch. For tests; give the store the same one. Default: the system's. */
  readonly clock?: Clock;
}

/** Limits of sessions in which nobody is signed in. */
export interface AnonymousOptions {
  /** Seconds without a request after which such a session ends. At most the limit for all. */
  readonly idleSeconds?: number;
  /** Seconds after its creation after which such a session ends. At most the limit for all. */
  readonly absoluteSeconds?: number;
}

/**
 * The guard against forged requests (CSRF). Before the handler runs, every request but GET, HEAD and OPTIONS is looked at: by
 * `Sec-Fetch-Site`, where the browser sends it, else by `Origin`. What comes from another site gets status 403, with a
 * session or without: a forged login does harm, too. A request with neither header comes from no browser of today; it
 * passes without a session, and needs the header `X-CSRF-Token` with one.
 * The upgrade to a WebSocket is looked at in the same way, though it is a GET.
 */
export interface CrossOriginOptions {
  /**
   * Other sites of yours, as browsers write an origin: `https://app.example.com`. Also the way to name your own origin where
   * a proxy changes the Host header.
   */
  readonly trustedOrigins?: readonly string[];
  /**
   * Routes that take requests from everywhere, a webhook for example: `"POST /webhooks/stripe"`, compared exactly. They get no
   * session: it is anonymous, and none can begin.
   */
  readonly exempt?: readonly string[];
  /**
   * `"enforce"` (default); `"report"` lets all pass, and tells of what it would have refused by the event `cross_origin`;
   * `"off"` does nothing: protect your forms by `requireCsrfToken` then.
   */
  readonly mode?: "enforce" | "report" | "off";
}

/** How the cookie looks. Path is always `/`; HttpOnly and Secure are always on. */
export interface CookieOptions {
  /** The name without its prefix (default `"sid"`): over TLS the cookie is called `__Host-Http-sid`. */
  readonly name?: string;
  /** Default: the preset's (`"lax"`). `"none"` sends the cookie with cross-site requests: for embedded apps only. */
  readonly sameSite?: "lax" | "strict" | "none";
  /** Shares the cookie with all hosts below a domain; the prefix becomes `__Secure-`. Default: this host alone. */
  readonly domain?: string;
  /** Whether the cookie outlives the browser, up to the absolute deadline. Default: the preset's. */
  readonly persistent?: boolean;
  /** Keeps the cookie apart by top-level site (CHIPS). Needs `sameSite: "none"`. Default false. */
  readonly partitioned?: boolean;
}

/** Where the time comes from. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** {@link CookieOptions} with every default filled in. */
export interface CookiePolicy {
  readonly name: string;
  readonly sameSite: "lax" | "strict" | "none";
  readonly domain: string | undefined;
  readonly persistent: boolean;
  readonly partitioned: boolean;
}

/** The two limits of a session's life, in milliseconds. */
export interface Lifetime {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

/** {@link CrossOriginOptions} with every default filled in. */
export type CrossOriginPolicy = Required<CrossOriginOptions>;

/** {@link SessionOptions} checked, with every default filled in. */
export interface Policy extends Lifetime {
  readonly store: SessionStore;
  /** The limits while nobody is signed in. */
  readonly anonymous: Lifetime;
  /** Undefined for no limit. */
  readonly maxPerUser: number | undefined;
  readonly overLimit: "evict" | "refuse";
  readonly crossOrigin: CrossOriginPolicy;
  readonly cookie: CookiePolicy;
  readonly keys: readonly Uint8Array[];
  readonly allowPlainHttp: boolean;
  readonly codec: Codec;
  /** Undefined where there is no schema. */
  readonly data: DataPolicy | undefined;
  readonly maxBytes: number;
  readonly storeTimeoutMs: number;
  readonly migrate: readonly Migration[];
  readonly onEvent: OnEvent;
  readonly clock: Clock;
}
