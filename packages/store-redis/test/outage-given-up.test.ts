import { startCluster, startProxy, startRedis, until, type RedisServer } from "@sess/test-redis";
import { redisStore, type RedisClient } from "@sess/store-redis";
import { afterAll, beforeAll, expect, it } from "vitest";
import { captured } from "./support/app.js";
import { CLIENTS } from "./support/clients.js";
import { CLUSTERS } from "./support/clusters.js";

let server: RedisServer;

beforeAll(async () => {
  server = await startRedis();
});

afterAll(() => server.stop());

/** ioredis does so itself when sentinels tell of a failover while it is connecting. */
async function comesBackAfterItsEnd(makeClient: () => RedisClient): Promise<void> {
  const { client, connections } = captured(makeClient());
  const store = redisStore(client);
  const feed = store.invalidations.listen(() => undefined);
  await until("it listens", () => feed.sourceOf("k"));
  expect(await store.read("k")).toBe(undefined);
  for (const connection of connections) connection.disconnect();
  await until("it reads again", async () => (await store.read("k")) ?? true);
  await until("it listens again", () => feed.sourceOf("k"));
  await feed.close();
  await store.close();
}

it.each(CLIENTS)("%s: a connection that the client has given up is opened again", async (_, makeClient) => {
  await comesBackAfterItsEnd(() => makeClient({ port: server.port }));
});

it.each(CLIENTS)("%s: a break while calls are under way is one break, and not two", async (_, makeClient) => {
  const network = await startProxy(server.port);
  const store = redisStore(makeClient({ port: network.port }));
  await store.read("k");
  network.blackhole();
  const lost = store.read("k");
  lost.catch(() => undefined);
  await network.cut();
  await expect(lost).rejects.toMatchObject({ code: "CONNECTION" });
  await network.heal();
  await until("it reads again", async () => (await store.read("k")) ?? true);
  // For longer than a server may be silent: the timer of the first connection must not end the second one.
  const end = Date.now() + 2500;
  while (Date.now() < end) expect(await store.read("k")).toBe(undefined);
  await store.close();
  await network.stop();
});

it("in a cluster a connection that was given up is opened again", async () => {
  const cluster = await startCluster();
  for (const [, makeClient] of CLUSTERS) await comesBackAfterItsEnd(() => makeClient(cluster));
  await cluster.stop();
});
