import { startRedis, until, type RedisServer } from "@sess/test-redis";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MAX_STALE_MS, openCache } from "./support/redis-app.js";
import { startApp, type HttpApp } from "./support/redis-http.js";
import { startNetwork, type Network } from "./support/redis-network.js";

type Ending = (app: HttpApp, cookie: string) => Promise<unknown>;

const endings: readonly [string, Ending][] = [
  ["a logout", (app, cookie) => app.logout(cookie)],
  [
    "revoke",
    async ({ sessions }) => {
      const [session] = await sessions.list("alice");
      expect(await sessions.revoke("alice", session!.id)).toBe(true);
    },
  ],
  ["revokeUser", async ({ sessions }) => expect(await sessions.revokeUser("alice")).toBe(1)],
  ["revokeAll", ({ sessions }) => sessions.revokeAll()],
];

const networks: readonly [string, (network: Network) => void][] = [
  ["a network that works", () => undefined],
  ["news that are lost without a word", (network) => network.swallow("feed")],
  ["news that come late", (network) => network.stall("feed")],
  ["answers that come late", (network) => network.delayAnswers("feed")],
];

interface TwoApps {
  readonly here: HttpApp;
  readonly there: HttpApp;
  /** Between the second app and Redis. */
  readonly network: Network;
}

/** Requests one after the other, for so long, and when each began. */
async function visits(
  app: HttpApp,
  cookie: string,
  ms: number,
): Promise<{ began: number; status: number }[]> {
  const seen = [];
  const since = performance.now();
  for (let began = 0; began < ms; began = performance.now() - since)
    seen.push({ began, status: await app.visit(cookie) });
  return seen;
}

async function isHit(app: HttpApp, cookie: string): Promise<void> {
  await until("it comes from memory", async () => {
    const { hits } = app.cache.report();
    expect(await app.visit(cookie)).toBe(200);
    return app.cache.report().hits > hits;
  });
}

describe.concurrent("what ends in one app has ended in the other when the bound has passed", () => {
  let server: RedisServer;
  let made = 0;

  beforeAll(async () => {
    server = await startRedis();
  });

  afterAll(() => server.stop());

  async function withTwoApps(run: (apps: TwoApps) => Promise<void>): Promise<void> {
    const prefix = `sess:${made++}:`;
    const network = await startNetwork(server.port);
    const [here, there] = await Promise.all(
      [server.port, network.port].map((port) =>
        startApp(openCache(new Redis({ port, lazyConnect: true }), prefix)),
      ),
    );
    try {
      await run({ here: here!, there: there!, network });
    } finally {
      network.heal();
      await Promise.all([here?.stop(), there?.stop()]);
      await network.stop();
    }
  }

  describe.each(networks)("over %s:", (_, disturb) => {
    it.each(endings)("%s", (__, end) =>
      withTwoApps(async ({ here, there, network }) => {
        const cookie = await here.login("alice");
        await isHit(there, cookie);
        disturb(network);
        await end(here, cookie);
        const late = (await visits(there, cookie, MAX_STALE_MS + 500)).filter(
          ({ began }) => began > MAX_STALE_MS,
        );
        expect(late.length).toBeGreaterThan(0);
        expect(late.filter(({ status }) => status !== 401)).toEqual([]);

        // And it goes on, without a restart.
        network.heal();
        await isHit(there, await here.login("bob"));
      }),
    );
  });
});
