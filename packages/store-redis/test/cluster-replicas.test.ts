import { startCluster, until, type RedisCluster, type RedisServer } from "@sess/test-redis";
import { redisStore, type RedisClient, type RedisStore } from "@sess/store-redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLUSTERS, keyIn } from "./support/clusters.js";
import { interrupted } from "./support/interrupted.js";

const CONFIRMED = { waitReplicas: 1 };
const UNCONFIRMED = { name: "RedisStoreError", code: "REPLICAS" };

const record = { fields: { a: "1" }, expiresAt: Date.now() + 600_000, anonymous: true };

// Slots 0, 6000 and 12000 lie on one primary each. Both stores use the cluster at once.
describe("waitReplicas in a cluster", () => {
  let cluster: RedisCluster;
  let stores: RedisStore[];

  beforeAll(async () => {
    cluster = await startCluster({ replicas: 1 });
    stores = CLUSTERS.map(([, makeClient]) => redisStore(makeClient(cluster), CONFIRMED));
  });

  afterAll(async () => {
    for (const store of stores) await store.close();
    await cluster.stop();
  });

  async function created(store: RedisStore, slot: number): Promise<string> {
    const key = keyIn(slot);
    expect(await store.create(key, record)).toBe(true);
    return key;
  }

  const works = (store: RedisStore, slot: number): Promise<true> =>
    until("deletions are confirmed again", async () => {
      expect(await store.delete(await created(store, slot))).toBe("ok");
      return true as const;
    });

  it("asks the replica of the primary that has the slot", async () => {
    for (const store of stores) {
      for (const slot of [0, 6000, 12_000]) expect(await store.delete(await created(store, slot))).toBe("ok");
    }
    cluster.nodes[3]!.pause();
    for (const store of stores) {
      const key = await created(store, 0);
      await expect(store.delete(key)).rejects.toMatchObject(UNCONFIRMED);
      expect(await store.read(key)).toBe(undefined);
      expect(await store.delete(await created(store, 6000))).toBe("ok");
    }
    cluster.nodes[3]!.resume();
    for (const store of stores) await works(store, 0);
  });

  it("confirms nothing that another node did, as long as the slot moves", async () => {
    const [home, away] = [await cluster.primaryOf(0), await cluster.primaryOf(12_000)];
    const keys = await Promise.all(stores.map((store) => created(store, 0)));
    await cluster.moveSlot(0, away, async () => {
      for (const [i, store] of stores.entries()) {
        await expect(store.delete(keys[i]!)).rejects.toMatchObject(UNCONFIRMED);
        expect(await store.read(keys[i]!)).toBe(undefined);
      }
    });
    for (const store of stores) await works(store, 0);
    await cluster.moveSlot(0, home);
    for (const store of stores) await works(store, 0);
  });

  it.each(CLUSTERS)(
    "%s: a connection that breaks before the replicas are asked confirms nothing",
    async (_, makeClient) => {
      const node = await cluster.primaryOf(0);
      const breaking = (client: RedisClient): RedisClient =>
        interrupted(client, () => node.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"));
      const key = await created(stores[0]!, 0);
      const store = redisStore(breaking(makeClient(cluster)), CONFIRMED);
      await expect(store.delete(key)).rejects.toMatchObject(UNCONFIRMED);
      // The other store's connection was killed, too.
      const seen = await until("it reads again", async () => (await stores[0]!.read(key)) ?? "gone");
      expect(seen).toBe("gone");
      await store.close();
    },
  );

  it.each([6000, 12_000])("what has ended stays so when the primary of slot %d is killed", async (slot) => {
    const victim: RedisServer = await cluster.primaryOf(slot);
    const keys = await Promise.all(Array.from({ length: 20 }, (_, i) => created(stores[i % 2]!, slot)));
    const ended: string[] = [];
    let failover: Promise<RedisServer> | undefined;
    await Promise.allSettled(
      keys.map(async (key, i) => {
        const store = stores[i % 2]!;
        for (let before = 0; before < i; before++) await store.read(key);
        expect(await store.delete(key)).toBe("ok");
        ended.push(key);
        failover ??= cluster.failover(victim);
      }),
    );
    await failover;
    expect(ended.length).toBeGreaterThan(0);
    for (const store of stores) {
      await until("the slot works again", async () => (await store.read(keyIn(slot))) ?? true);
      for (const key of ended) expect(await store.read(key)).toBe(undefined);
    }
  });
});
