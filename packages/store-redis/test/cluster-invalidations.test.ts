import type { InvalidationFeed, InvalidationSource } from "@sess/core";
import { startCluster, until, type RedisCluster, type RedisServer } from "@sess/test-redis";
import { redisStore } from "@sess/store-redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLUSTERS, keyIn } from "./support/clusters.js";

const record = { fields: { a: "1" }, expiresAt: Date.now() + 600_000, anonymous: true };

describe.each(CLUSTERS)("%s: invalidations in a cluster", (_, makeClient) => {
  let cluster: RedisCluster;

  beforeAll(async () => {
    cluster = await startCluster({ replicas: 1 });
  });

  afterAll(() => cluster.stop());

  function sourceOf(
    feed: InvalidationFeed,
    key: string,
    other?: InvalidationSource,
  ): Promise<InvalidationSource> {
    return until("there is a source", () => {
      const source = feed.sourceOf(key);
      return source === other ? undefined : source;
    });
  }

  /** Without those that nodes have to each other, and the one that asks. */
  async function clientsOf(node: RedisServer): Promise<number> {
    const list = String(await node.command("CLIENT", "LIST"));
    return list.split("\n").filter((line) => /flags=[NP] /.test(line) && !line.includes("cmd=client")).length;
  }

  it("a connection that breaks ends its source, and the next is another", async () => {
    const store = redisStore(makeClient(cluster));
    const heard = new Set<string>();
    const feed = store.invalidations.listen((key) => void heard.add(key));
    const [key, other] = [keyIn(0), keyIn(6000)];
    await store.create(key, record);
    const [first, untouched] = [await sourceOf(feed, key), await sourceOf(feed, other)];
    expect(first).not.toBe(untouched);
    await first.barrier();

    const node = await cluster.primaryOf(0);
    await node.command("CLIENT", "KILL", "TYPE", "pubsub");
    await until("the source has ended", () => feed.sourceOf(key) !== first);
    await expect(first.barrier()).rejects.toMatchObject({ name: "RedisStoreError" });
    const second = await sourceOf(feed, key, first);
    expect(second).not.toBe(first);
    expect(feed.sourceOf(other)).toBe(untouched);

    await store.patch(key, { set: { b: "2" } });
    await second.barrier();
    expect(heard).toContain(key);
    await feed.close();
    await store.close();
  });

  it("a slot that moves takes its source along, and so does a primary that is replaced", async () => {
    const store = redisStore(makeClient(cluster));
    const heard = new Set<string>();
    const feed = store.invalidations.listen((key) => void heard.add(key));
    const [moving, staying] = [keyIn(0), keyIn(1)];
    for (const key of [moving, staying]) await store.create(key, record);
    const [from, to] = [await cluster.primaryOf(0), await cluster.primaryOf(12_000)];
    const before = await sourceOf(feed, moving);
    expect(await sourceOf(feed, staying)).toBe(before);

    await cluster.moveSlot(0, to, async () => {
      // Its keys may be on the one node or on the other.
      await expect(before.barrier()).rejects.toMatchObject({ name: "RedisStoreError", code: "PRIMARY" });
      expect(feed.sourceOf(moving)).toBe(undefined);
      await (await sourceOf(feed, staying, before)).barrier();
    });
    expect(await store.patch(moving, { set: { b: "2" } })).toEqual({ status: "ok", version: 2 });
    const after = await sourceOf(feed, moving, before);
    expect(after).toBe(await sourceOf(feed, keyIn(12_000)));
    expect(feed.sourceOf(staying)).not.toBe(after);
    heard.clear();
    await store.delete(moving);
    await after.barrier();
    expect(heard).toContain(moving);
    await cluster.moveSlot(0, from);

    await cluster.failover(from);
    await until("the source has ended", () => feed.sourceOf(staying) === undefined);
    await until("the slot works again", async () => (await store.read(keyIn(1))) ?? true);
    const successor = await sourceOf(feed, staying, before);
    const key = keyIn(1);
    await store.create(key, record);
    heard.clear();
    await store.delete(key);
    await successor.barrier();
    expect(heard).toContain(key);
    await feed.close();
    await store.close();
  });

  it("close() leaves no connection on any node", async () => {
    const living = cluster.nodes.filter(({ pid }) => pid !== undefined);
    const count = async (): Promise<number> => {
      const counts = await Promise.all(living.map((node) => clientsOf(node)));
      return counts.reduce((sum, one) => sum + one, 0);
    };
    await until("what was before is gone", async () => (await count()) === 0);
    const store = redisStore(makeClient(cluster), { waitReplicas: 1 });
    const feed = store.invalidations.listen(() => undefined);
    for (const slot of [0, 6000, 12_000]) {
      const key = keyIn(slot);
      await store.create(key, record);
      await sourceOf(feed, key);
    }
    expect(await count()).toBeGreaterThanOrEqual(6);
    await feed.close();
    expect(feed.sourceOf(keyIn(0))).toBe(undefined);
    await store.close();
    await until("all connections are gone", async () => (await count()) === 0);
  });
});
