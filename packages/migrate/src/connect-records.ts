import { callStore, type ConnectStore } from "@sess/connect-store";
import { type FoundRecord, isObject, type OldRecords } from "./old-records.js";

/** How long a record lives that its store cannot tell of. */
export interface ConnectRecordsOptions {
  /**
   * When the store drops a record, in milliseconds since the epoch: by a query of your own, of the row's expiry for example. Default:
   * the `maxAge` that the session was begun with, from now on, for that is what express-session would give it with this very request; where it was
   * begun without one, our own limits alone.
   */
  readonly expiresAt?: (id: string, record: object) => number | Promise<number>;
}

/**
 * Records in any store that was written for express-session. Such a store tells neither how long a record lives, nor whether it was there
 * when it was removed. For the first see `expiresAt`; for the second it is asked before, so that a logout in that very moment can be
 * missed. In Redis prefer `redisRecords`, which knows both.
 */
export function connectRecords(
  store: ConnectStore,
  { expiresAt = byMaxAge }: ConnectRecordsOptions = {},
): OldRecords {
  return {
    async read(id): Promise<FoundRecord | "unreadable" | undefined> {
      const record = await get(store, id);
      if (record === undefined || record === "unreadable") return record;
      return { record, expiresAt: await expiresAt(id, record) };
    },
    async end(id): Promise<boolean> {
      const found = await get(store, id);
      await callStore(store, "destroy", [id], TIMEOUT_MS);
      return found !== undefined;
    },
  };
}

/** A backstop: core has a shorter one. */
const TIMEOUT_MS = 60_000;

async function get(store: ConnectStore, id: string): Promise<object | "unreadable" | undefined> {
  try {
    const record = await callStore(store, "get", [id], TIMEOUT_MS);
    if (record === undefined || record === null) return undefined;
    return isObject(record) ? record : "unreadable";
  } catch (error) {
    // What JSON.parse throws inside the store is the record's fault, and not the store's.
    if (error instanceof SyntaxError) return "unreadable";
    // Stores that keep files say in this way that there is none.
    if (isObject(error) && error["code"] === "ENOENT") return undefined;
    throw error;
  }
}

/** Never `cookie.expires`: it stays behind when the store moves the deadline, and active users would be signed out. */
function byMaxAge(_id: string, record: object): number {
  const cookie: unknown = Reflect.get(record, "cookie");
  const maxAge = isObject(cookie) ? cookie["originalMaxAge"] : undefined;
  return typeof maxAge === "number" ? Date.now() + maxAge : Infinity;
}
