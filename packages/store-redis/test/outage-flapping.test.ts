import { randomOf, seedOfRun } from "@sess/test-random";
import { startProxy, startRedis, until, type Proxy, type RedisServer } from "@sess/test-redis";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { openApp, waiting } from "./support/app.js";
import { CLIENTS } from "./support/clients.js";
import { Customer } from "./support/customer.js";
import { Leaver } from "./support/leaver.js";
import { expectUnavailable } from "./support/settle.js";

const TIMEOUT_MS = 1000;
const ROUNDS = 30;

interface Network {
  readonly server: RedisServer;
  readonly proxy: Proxy;
}

/** What can happen to connections, each for some milliseconds. */
const DISTURBANCES: readonly ((network: Network, ms: number) => unknown)[] = [
  ({ proxy }) => proxy.cut(),
  ({ proxy }) => proxy.blackhole(),
  ({ proxy }, ms) => proxy.delay(ms / 4),
  ({ proxy }) => proxy.delay(0),
  ({ server }) => server.command("CLIENT", "KILL", "TYPE", "normal"),
  ({ server }) => server.command("CLIENT", "KILL", "TYPE", "pubsub"),
  ({ server }) => server.command("SCRIPT", "FLUSH"),
  async ({ server }, ms) => {
    server.pause();
    await sleep(ms);
    server.resume();
  },
];

async function disturb(network: Network): Promise<void> {
  const random = randomOf(seedOfRun);
  for (let round = 0; round < ROUNDS; round++) {
    await DISTURBANCES[random(DISTURBANCES.length)]?.(network, random(400));
    await sleep(random(300));
    await network.proxy.heal();
  }
  network.proxy.delay(0);
}

/** Keeps going, whatever happens. Rejects when a request fails with anything else than that the store is away. */
async function keep(visit: () => Promise<void>, ended: () => boolean): Promise<void> {
  while (!ended()) {
    await visit().catch((error: unknown) => expectUnavailable(error));
    // Failures come at once: leave some time to the others.
    await sleep(1);
  }
}

describe.concurrent.each(CLIENTS)(
  `%s: connections that come and go (SESS_SEED=${seedOfRun})`,
  (_, makeClient) => {
    it("mix up nothing, lose nothing that was acknowledged, and bring back nothing that was deleted (V-23, T-24)", async () => {
      const server = await startRedis();
      const proxy = await startProxy(server.port);
      const app = openApp(makeClient({ port: proxy.port }), TIMEOUT_MS);
      const heard = new Set<string>();
      const feed = app.store.invalidations.listen((key) => heard.add(key));
      const customers = Array.from(
        { length: 60 },
        (__, i) => new Customer(app.sessions, `customer ${i}`, TIMEOUT_MS),
      );
      const leaver = new Leaver(app.sessions);
      await Promise.all(customers.map((customer) => customer.login()));
      await leaver.visit();

      let ended = false;
      const traffic = [...customers, leaver].map((user) =>
        keep(
          () => user.visit(),
          () => ended,
        ),
      );
      await disturb({ server, proxy });
      ended = true;
      await Promise.all(traffic);

      await until("the store answers", async () => (await app.store.read("none")) ?? true);
      for (const customer of customers) await customer.visit();
      await leaver.expectEnded();
      expect(waiting(app)).toBe(0);
      const source = await until("the feed is back", async () => {
        // A connection whose bytes were swallowed looks alive until it is asked.
        await feed.sourceOf("key")?.barrier();
        return feed.sourceOf("key");
      });
      await app.store.create("key", { fields: {}, expiresAt: Date.now() + 60_000, anonymous: true });
      await app.store.delete("key");
      await source.barrier();
      expect(heard.has("key")).toBe(true);

      await feed.close();
      await app.sessions.close();
      await proxy.stop();
      await server.stop();
    });
  },
);
