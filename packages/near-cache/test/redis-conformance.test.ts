import {
  invalidationCases,
  sessionCases,
  storeCases,
  userIndexCases,
  type StoreCaseOptions,
} from "@sess/conformance";
import type { SessionStore } from "@sess/core";
import { nearCache, type NearCache } from "@sess/near-cache";
import { redisStore } from "@sess/store-redis";
import { startRedis, type RedisServer } from "@sess/test-redis";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** A store whose every read asks memory first, as requests do. Only of its own changes it must know at once. */
function peeking(cache: NearCache): SessionStore {
  return {
    create: (key, record) => cache.create(key, record),
    read: async (key) => cache.near.peek(key) ?? cache.read(key),
    patch: (key, patch) => cache.patch(key, patch),
    delete: (key, condition) => cache.delete(key, condition),
    close: () => cache.close(),
    ...(cache.users && { users: cache.users }),
  };
}

describe("a near cache in front of Redis", () => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await startRedis();
  });

  afterAll(() => server.stop());

  const open = (prefix: string): NearCache =>
    nearCache(redisStore(new Redis({ port: server.port, lazyConnect: true }), { prefix }));

  describe("answers as the store does", () => {
    const makeStore = (): NearCache => open("plain:");
    const options: StoreCaseOptions<NearCache> = { makeStore, makePeer: makeStore, clock: "real" };
    const suites = { store: storeCases, users: userIndexCases, invalidations: invalidationCases };
    describe.concurrent.each(Object.entries(suites))("%s", (_, cases) => {
      for (const { name, run } of cases(options)) it(name, run);
    });
    // One of them ends all sessions there are.
    describe("sessions", () => {
      const own = { ...options, makeStore: () => open("sessions:"), makePeer: () => open("sessions:") };
      for (const { name, run } of sessionCases(own)) it(name, run);
    });
  });

  describe("and from memory as one process sees it", () => {
    const caches: NearCache[] = [];
    const makeStore = (): SessionStore => {
      const cache = open("peeking:");
      caches.push(cache);
      return peeking(cache);
    };
    const options: StoreCaseOptions<SessionStore> = { makeStore, clock: "real" };
    const suites = { store: storeCases, users: userIndexCases };
    describe.concurrent.each(Object.entries(suites))("%s", (_, cases) => {
      for (const { name, run } of cases(options)) it(name, run);
    });
    it("which has answered", () => {
      expect(caches.some((cache) => cache.report().hits > 0)).toBe(true);
    });
  });
});
