import { startCluster, startRedis, until, type RedisServer } from "@sess/test-redis";
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

it("the same in a cluster", async () => {
  const cluster = await startCluster();
  for (const [, makeClient] of CLUSTERS) await comesBackAfterItsEnd(() => makeClient(cluster));
  await cluster.stop();
});
