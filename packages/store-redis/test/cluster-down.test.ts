import { startCluster, until, type RedisServer } from "@sess/test-redis";
import { redisStore } from "@sess/store-redis";
import { expect, it } from "vitest";
import { CLUSTERS, keyIn } from "./support/clusters.js";
import { reasons, settled } from "./support/settle.js";

const IN_TIME_MS = 2000 + 3000;

async function isDown(node: RedisServer): Promise<boolean> {
  return String(await node.command("CLUSTER", "INFO")).includes("cluster_state:fail");
}

it("what a cluster that is down has refused is not done later", async () => {
  const cluster = await startCluster({ config: { "cluster-require-full-coverage": "yes" } });
  const stores = CLUSTERS.map(([, makeClient]) => redisStore(makeClient(cluster)));
  const [lost, ...others] = cluster.nodes as [RedisServer, ...RedisServer[]];
  for (const store of stores) {
    for (const slot of [0, 6000, 12_000]) expect(await store.read(keyIn(slot))).toBe(undefined);
  }

  await lost.kill();
  for (const node of others) await until("a node knows that slots are lost", () => isDown(node));
  const keys = Array.from({ length: 20 }, () => keyIn(6000));
  const record = { fields: {}, expiresAt: Date.now() + 600_000, anonymous: true };
  const writes: Promise<boolean>[] = [];
  for (const key of keys) {
    for (const store of stores) {
      const write = store.create(key, record);
      write.catch(() => undefined); // It is looked at later.
      writes.push(write);
    }
    // It takes turns with the answers.
    await others[0]!.command("PING");
  }
  await Promise.all(others.map((node) => node.kill()));
  const failures = reasons(await settled(writes, IN_TIME_MS));
  expect(failures).toHaveLength(writes.length);
  expect(failures[0]).toMatchObject({ name: "RedisStoreError", code: "CLUSTERDOWN" });

  for (const node of cluster.nodes) await node.restart();
  for (const store of stores) {
    await until("the cluster is back", async () => (await store.read(keyIn(6000))) ?? true, 30_000);
    expect(await Promise.all(keys.map((key) => store.read(key)))).toEqual(keys.map(() => undefined));
    await store.close();
  }
  await cluster.stop();
});
