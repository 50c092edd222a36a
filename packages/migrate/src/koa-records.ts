import { type FoundRecord, isObject, type OldRecords } from "./old-records.js";

/** A store of koa-session or koa-generic-session, by the shape. */
export interface KoaStore {
  get(key: string): unknown;
  destroy(key: string): unknown;
}

/** Where the records are, and how long they live. */
export interface KoaRecordsOptions {
  /** What stands before the id: `"koa:sess:"` of koa-generic-session. Default: nothing, as koa-session has it. */
  readonly prefix?: string;
  /**
   * When the store drops a record, in milliseconds since the epoch. Default: our own limits alone; koa-session writes the end of a
   * session into its record, and that counts besides.
   */
  readonly expiresAt?: (key: string, record: object) => number | Promise<number>;
}

/**
 * Records in a store that was written for koa-session or koa-generic-session. Such a store does not tell whether a record was there when
 * it was removed: it is asked before, so that a logout in that very moment can be missed. In Redis prefer `redisRecords`.
 */
export function koaRecords(
  store: KoaStore,
  { prefix = "", expiresAt = () => Infinity }: KoaRecordsOptions = {},
): OldRecords {
  return {
    async read(id): Promise<FoundRecord | "unreadable" | undefined> {
      const record = await store.get(prefix + id);
      if (record === undefined || record === null) return undefined;
      if (!isObject(record)) return "unreadable";
      return { record, expiresAt: await expiresAt(prefix + id, record) };
    },
    async end(id): Promise<boolean> {
      const record = await store.get(prefix + id);
      await store.destroy(prefix + id);
      return record !== undefined && record !== null;
    },
  };
}
