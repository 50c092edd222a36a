import { callStore } from "./call-store.js";
import type { ConnectRecord, ConnectStore } from "./connect-store.js";
import { timeoutOption } from "./timeout-option.js";

/** A {@link ConnectStore} with promises: each call is answered once, and in time. Rejects with what the store gave as its error. */
export interface ConnectPort {
  /** Undefined where there is none. */
  get(sid: string): Promise<ConnectRecord | undefined>;
  set(sid: string, record: object): Promise<void>;
  destroy(sid: string): Promise<void>;
  /** Does nothing where the store has no `touch`. */
  touch(sid: string, record: object): Promise<void>;
  /** Whether the store can move a deadline by itself. */
  readonly canTouch: boolean;
}

/** How a store is called. */
export interface ConnectPortOptions {
  /** How long a call may take, in milliseconds. Then it fails with STORE_UNAVAILABLE. Default 2000. */
  readonly timeoutMs?: number;
}

/**
 * Puts promises in front of a store that was written for express-session.
 *
 * @example
 * const record = await connectPort(new RedisStore({ client })).get(sid);
 * @throws SessionError INVALID_OPTION where `timeoutMs` is no time that can be waited for.
 */
export function connectPort(store: ConnectStore, options: ConnectPortOptions = {}): ConnectPort {
  const { timeoutMs = 2000 } = options;
  timeoutOption("timeoutMs", timeoutMs);
  return {
    canTouch: typeof store.touch === "function",
    async get(sid) {
      const record = await callStore(store, "get", [sid], timeoutMs).catch(noneIfAbsent);
      if (!record) return undefined;
      if (isRecord(record)) return record;
      throw new TypeError(`The session store gave a ${typeof record} in place of a session.`);
    },
    async set(sid, record) {
      await callStore(store, "set", [sid, record], timeoutMs);
    },
    async destroy(sid) {
      await callStore(store, "destroy", [sid], timeoutMs);
    },
    async touch(sid, record) {
      if (typeof store.touch === "function") await callStore(store, "touch", [sid, record], timeoutMs);
    },
  };
}

function noneIfAbsent(error: unknown): undefined {
  if (!isAbsent(error)) throw error;
}

/** Whether a store's error says that there is no such record: stores that keep files do so in this way. */
export function isAbsent(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT";
}

function isRecord(value: unknown): value is ConnectRecord {
  return typeof value === "object" && value !== null;
}
