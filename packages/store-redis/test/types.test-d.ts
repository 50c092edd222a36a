import { createSessions } from "@sess/core";
import { redisStore, type RedisClient, type RedisStore } from "@sess/store-redis";
import { Cluster, Redis } from "ioredis";
import { Cluster as Cluster5, Redis as Redis5 } from "ioredis5";
import { expectTypeOf, it } from "vitest";

// Compiled, not run: what an app may write, and what the compiler must refuse.

it("takes the clients of both versions as they are", () => {
  const clients: RedisClient[] = [new Redis(), new Cluster([]), new Redis5(), new Cluster5([])];
  redisStore(clients[0]!);
});

it("is one argument for who swaps the store", () => {
  createSessions({ store: redisStore(new Redis("redis://localhost", { lazyConnect: true })) });
});

it("has both capabilities, without a question mark", () => {
  expectTypeOf<RedisStore["users"]>().not.toEqualTypeOf<undefined>();
  expectTypeOf<RedisStore["users"]["list"]>().returns.resolves.toEqualTypeOf<readonly string[]>();
  expectTypeOf<RedisStore["invalidations"]["listen"]>().toBeFunction();
});

it("knows its options", () => {
  // @ts-expect-error there is no such option
  redisStore(new Redis(), { ttl: 1 });
  // @ts-expect-error a URL is no client
  redisStore("redis://localhost");
});
