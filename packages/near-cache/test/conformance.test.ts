import { memoryStore } from "@sess/store-memory";
import {
  invalidationCases,
  sessionCases,
  storeCases,
  type StoreCaseOptions,
  type TestClock,
  userIndexCases,
} from "@sess/conformance";
import { afterAll, describe, expect, it } from "vitest";
import { nearCache, type NearCache } from "../src/index.js";
import { announcing, type AnnouncingStore } from "./support/announcing.js";
import { peeking } from "./support/peeking.js";
import { turn } from "./support/world.js";

const SUITES = { storeCases, userIndexCases, invalidationCases, sessionCases };

/** The lease counts the cases' time, too. */
function cacheOf(store: AnnouncingStore, { now }: TestClock): NearCache {
  return nearCache(store, { clock: { now, monotonic: now } });
}

function conforms(options: StoreCaseOptions<NearCache>): void {
  describe.each(Object.entries(SUITES))("%s", (_, cases) => {
    for (const { name, run } of cases(options)) it(name, run);
  });
}

describe("a near cache, with another in front of the same store", () => {
  const peers = new WeakMap<NearCache, NearCache>();
  conforms({
    makeStore(clock) {
      const bound: TestClock = { now: () => clock.now() };
      const store = announcing(memoryStore({ clock, maxSessions: 1000 }));
      const cache = cacheOf(store, bound);
      peers.set(cache, cacheOf(store, bound));
      return cache;
    },
    makePeer: (cache) => peers.get(cache)!,
  });
});

// Without a peer: what another process has changed may be served as it was for a while, and the cases do not wait.
describe("a near cache that answers from memory", () => {
  const caches: NearCache[] = [];
  conforms({
    async makeStore(clock) {
      const cache = cacheOf(announcing(memoryStore({ clock, maxSessions: 1000 })), {
        now: () => clock.now(),
      });
      caches.push(cache);
      cache.near.peek("a lease");
      await turn();
      return peeking(cache);
    },
  });

  afterAll(() => {
    const answered = caches.filter((cache) => cache.report().hits > 0);
    expect(answered.length, "cases in which memory has answered").toBeGreaterThan(50);
  });
});
