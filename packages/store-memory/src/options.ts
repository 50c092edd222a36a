import { SessionError } from "@sess/core";

/** Options of `memoryStore`. */
export interface MemoryStoreOptions {
  /**
   * How many sessions fit, 10 000 unless set. A store that is full makes room: it drops the sessions that have expired,
   * then the oldest anonymous one, then the oldest one. The bookkeeping for all of them is allocated at once, about
   * 50 bytes each, and another 35 when the first user logs in.
   */
  readonly maxSessions?: number;
  /** Where the store reads the time, in milliseconds since the epoch. `Date` unless set. */
  readonly clock?: { now(): number };
  /**
   * Called when a live session was dropped because the store was full. Many evictions mean that `maxSessions` is too
   * low, or that someone is filling the store. What it throws is ignored: it must not cost a request its session.
   */
  readonly onEvict?: (eviction: Eviction) => void;
}

/** What {@link MemoryStoreOptions.onEvict} is told. The session's key is a secret of the store. */
export interface Eviction {
  /** False when a signed-in user lost the session. */
  readonly anonymous: boolean;
}

/** The options, checked and complete. */
export interface Settings {
  readonly maxSessions: number;
  readonly clock: { now(): number };
  readonly onEvict: ((eviction: Eviction) => void) | undefined;
}

const NAMES: readonly string[] = ["maxSessions", "clock", "onEvict"] satisfies (keyof MemoryStoreOptions)[];
/** More would need a few gigabytes of heap, which is past what Node allows itself. */
const MOST_SESSIONS = 10_000_000;

/** @throws SessionError with code `INVALID_OPTION` */
export function readOptions(options: MemoryStoreOptions): Settings {
  if (!isObject(options)) refuse("the argument", options, "an object");
  for (const name of Object.keys(options)) {
    // A misspelt limit would otherwise go unnoticed until the memory is full.
    if (!NAMES.includes(name)) fail(`there is no option "${name}"; there are ${NAMES.join(", ")}.`);
  }
  const { maxSessions = 10_000, clock = Date, onEvict } = options;
  if (!Number.isInteger(maxSessions) || maxSessions < 1 || maxSessions > MOST_SESSIONS) {
    refuse("maxSessions", maxSessions, `a whole number from 1 to ${MOST_SESSIONS}`);
  }
  if (!isObject(clock) || typeof clock.now !== "function")
    refuse("clock", clock, "an object with a method now()");
  if (onEvict !== undefined && typeof onEvict !== "function") refuse("onEvict", onEvict, "a function");
  return { maxSessions, clock, onEvict };
}

function isObject(value: unknown): boolean {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function refuse(option: string, got: unknown, allowed: string): never {
  // A number may be shown: it is no secret, and 0, NaN and Infinity have different causes.
  const shown =
    typeof got === "number" ? `the number ${got}` : got === null ? "null" : `of type ${typeof got}`;
  fail(`${option} is ${shown}; it must be ${allowed}.`);
}

function fail(message: string): never {
  throw new SessionError("INVALID_OPTION", `memoryStore: ${message}`);
}
