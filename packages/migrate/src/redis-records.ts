import { type FoundRecord, type OldRecords, parsed } from "./old-records.js";

/** A client of Redis, by the shape: ioredis, and node-redis 4 or newer, fit as they are. */
export interface RedisClient {
  get(key: string): Promise<unknown>;
  del(key: string): Promise<unknown>;
  /** ioredis' name for it. */
  pttl?(key: string): Promise<unknown>;
  /** node-redis' name for it. */
  pTTL?(key: string): Promise<unknown>;
}

/** Where the records are. */
export interface RedisRecordsOptions {
  /** What stands before the id: `"sess:"` of connect-redis, `"koa:sess:"` of koa-generic-session, `""` of koa-session. */
  readonly prefix: string;
  /** The other half of the old store's serializer. Default `JSON.parse`. */
  readonly parse?: (text: string) => unknown;
}

/**
 * Records in Redis, whichever library wrote them there. Redis knows how long each of them lives, and tells of two that end one which was
 * the first: nothing is guessed.
 *
 * @example
 * redisRecords(client, { prefix: "sess:" })
 */
export function redisRecords(
  client: RedisClient,
  { prefix, parse = JSON.parse }: RedisRecordsOptions,
): OldRecords {
  return {
    async read(id): Promise<FoundRecord | "unreadable" | undefined> {
      const key = prefix + id;
      const [text, leftMs] = await Promise.all([client.get(key), leftOf(client, key)]);
      if (text === null || text === undefined || leftMs === GONE) return undefined;
      const record = typeof text === "string" ? await parsed(() => parse(text)) : undefined;
      if (record === undefined) return "unreadable";
      return { record, expiresAt: leftMs === FOR_EVER ? Infinity : Date.now() + leftMs };
    },
    async end(id): Promise<boolean> {
      return Number(await client.del(prefix + id)) > 0;
    },
  };
}

const FOR_EVER = -1;
const GONE = -2;

async function leftOf(client: RedisClient, key: string): Promise<number> {
  const left = client.pttl === undefined ? client.pTTL?.(key) : client.pttl(key);
  if (left === undefined) throw new TypeError("The Redis client has neither pttl() nor pTTL().");
  return Number(await left);
}
