import { type Invalidations, SessionError, type SessionStore } from "@sess/core";
import type { NearCacheReport } from "./counters.js";

/** Options of `nearCache`. */
export interface NearCacheOptions {
  /**
   * The longest time in milliseconds for which a session is still served as it was, after it was changed or ended elsewhere: 1000
   * unless set, from 50 to 60 000. Mostly it takes one way through the network; this is the bound when that is cut. Give every
   * process the same, for `everywhere: true` waits for this one's.
   */
  readonly maxStaleMs?: number;
  /** How many sessions are kept, 10 000 unless set. Then those go that nobody has asked for. */
  readonly maxEntries?: number;
  /** How much memory they may take together, about: 32 MiB (33 554 432) unless set. */
  readonly maxBytes?: number;
  /** Called with the counters, every `reportMs` while requests come, and at the close. What it throws is ignored. */
  readonly onReport?: (report: NearCacheReport) => void;
  /** In milliseconds, 10 000 unless set. */
  readonly reportMs?: number;
  /** Where the time is read. The system's unless set. */
  readonly clock?: NearCacheClock;
}

/** Two clocks: one that people set, and one that only goes forward. */
export interface NearCacheClock {
  /** Milliseconds since the epoch, for deadlines. */
  now(): number;
  /** Milliseconds since any moment, for the lease. */
  monotonic(): number;
}

/** The options, checked and complete. */
export type Settings = Required<Omit<NearCacheOptions, "onReport">> & Pick<NearCacheOptions, "onReport">;

const SYSTEM: NearCacheClock = { now: () => Date.now(), monotonic: () => performance.now() };

const NAMES: readonly string[] = [
  "maxStaleMs",
  "maxEntries",
  "maxBytes",
  "onReport",
  "reportMs",
  "clock",
] satisfies (keyof NearCacheOptions)[];

/** @throws SessionError with code `INVALID_OPTION` */
export function readOptions(options: NearCacheOptions): Settings {
  if (!isObject(options)) refuse("the second argument", options, "an object");
  for (const name of Object.keys(options)) {
    if (!NAMES.includes(name)) fail(`there is no option "${name}"; there are ${NAMES.join(", ")}.`);
  }
  const { maxStaleMs = 1000, maxEntries = 10_000, maxBytes = 32 * 2 ** 20, reportMs = 10_000 } = options;
  const { onReport, clock = SYSTEM } = options;
  if (onReport !== undefined && typeof onReport !== "function") refuse("onReport", onReport, "a function");
  if (!isObject(clock) || typeof clock.now !== "function" || typeof clock.monotonic !== "function")
    refuse("clock", clock, "an object with methods now() and monotonic()");
  return {
    maxStaleMs: whole("maxStaleMs", maxStaleMs, 50, 60_000),
    maxEntries: whole("maxEntries", maxEntries, 1, 10_000_000),
    maxBytes: whole("maxBytes", maxBytes, 2 ** 16, 2 ** 36),
    reportMs: whole("reportMs", reportMs, 100, 3_600_000),
    clock,
    ...(onReport && { onReport }),
  };
}

/** @throws SessionError with code `INVALID_OPTION` when the store does not tell what changes */
export function invalidationsOf(store: SessionStore): Invalidations {
  if (!isObject(store)) return refuse("the first argument", store, "a session store");
  return (
    store.invalidations ??
    fail(
      "the store does not tell what other processes change (it has no `invalidations`), so nothing can be kept in front of it. " +
        "redisStore does. memoryStore is in this process' memory already: use it alone.",
    )
  );
}

function whole(option: string, value: unknown, least: number, most: number): number {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most
    ? value
    : refuse(option, value, `a whole number from ${least} to ${most}`);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function refuse(option: string, got: unknown, allowed: string): never {
  const shown =
    typeof got === "number" ? `the number ${got}` : got === null ? "null" : `of type ${typeof got}`;
  return fail(`${option} is ${shown}; it must be ${allowed}.`);
}

function fail(message: string): never {
  throw new SessionError("INVALID_OPTION", `nearCache: ${message}`);
}
