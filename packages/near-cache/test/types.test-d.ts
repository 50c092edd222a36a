import { createSessions, type SessionStore } from "@sess/core";
import { nearCache, type NearCache, type NearCacheReport } from "@sess/near-cache";
import { redisStore } from "@sess/store-redis";
import { Redis } from "ioredis";
import { expectTypeOf, it } from "vitest";

// Compiled, not run: what an app may write, and what the compiler must refuse.

const redis = redisStore(new Redis({ lazyConnect: true }));

it("is one argument for who swaps the store", () => {
  createSessions({ store: nearCache(redis) });
  createSessions({ store: nearCache(redis, { maxStaleMs: 500 }) });
});

it("has what only it can do, without a question mark", () => {
  const store = nearCache(redis);
  expectTypeOf(store).toEqualTypeOf<NearCache>();
  expectTypeOf(store).toExtend<SessionStore>();
  expectTypeOf(store.near.maxStaleMs).toBeNumber();
  expectTypeOf(store.report()).toEqualTypeOf<NearCacheReport>();
});

it("asks for a store that tells what changes", () => {
  const silent: Omit<SessionStore, "invalidations"> = redis;
  // @ts-expect-error it does not tell
  nearCache(silent);
  const store: SessionStore = redis;
  // @ts-expect-error it may not tell
  nearCache(store);
  // @ts-expect-error it is no store
  nearCache({ invalidations: redis.invalidations });
});

it("knows its options", () => {
  // @ts-expect-error there is no such option
  nearCache(redis, { ttl: 1 });
  // @ts-expect-error a time has no unit in it
  nearCache(redis, { maxStaleMs: "1s" });
  // @ts-expect-error half a clock
  nearCache(redis, { clock: Date });
  nearCache(redis, { onReport: ({ hits, bypasses }) => void (hits + bypasses.no_lease) });
});

it("reports what nobody can change", () => {
  const report = nearCache(redis).report();
  // @ts-expect-error it is a copy
  report.hits = 0;
  // @ts-expect-error and so is what it holds
  report.bypasses.no_lease = 0;
});
