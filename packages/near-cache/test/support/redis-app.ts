import { nearCache, type NearCache } from "@sess/near-cache";
import type { NewRecord } from "@sess/core";
import { redisStore, type RedisClient } from "@sess/store-redis";
import { until } from "@sess/test-redis";
import { setTimeout as sleep } from "node:timers/promises";

/** Small, so that what must be over by then can be waited for. */
export const MAX_STALE_MS = 200;

export const record: NewRecord = { fields: { n: "0" }, expiresAt: Date.now() + 600_000, anonymous: true };

/** A near cache on connections of its own, as one process has it. */
export function openCache(client: RedisClient, prefix = "sess:"): NearCache {
  return nearCache(redisStore(client, { prefix }), { maxStaleMs: MAX_STALE_MS });
}

/** Asks memory, and the store where that knows nothing, until memory answers. */
export async function hits(cache: NearCache, key: string, ms?: number): Promise<void> {
  await until(
    `${key} is answered from memory`,
    async () => cache.near.peek(key) ?? (await cache.read(key), cache.near.peek(key)),
    ms,
  );
}

/**
 * Here time itself is tested: how often memory still answers for a key after the bound has passed, while other requests keep its lease
 * alive.
 */
export async function answersAfterTheBound(cache: NearCache, key: string): Promise<number> {
  const since = performance.now();
  let answers = 0;
  while (performance.now() - since < 5 * MAX_STALE_MS) {
    const asked = performance.now();
    const answer = cache.near.peek(key);
    if (asked - since > MAX_STALE_MS && answer !== undefined) answers++;
    await sleep(5);
  }
  return answers;
}
