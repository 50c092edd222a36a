import { setImmediate } from "node:timers/promises";
import type { SessionStore } from "@sess/core";
import { startCluster, until, type RedisCluster, type RedisServer } from "@sess/test-redis";
import { redisStore, type RedisStore } from "@sess/store-redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { slotOf } from "../src/slot.js";
import { CLUSTERS, keyIn } from "./support/clusters.js";
import { settled } from "./support/settle.js";
import { Traffic } from "./support/traffic.js";

/** The store gives up after two seconds of silence; the rest is for a machine that is busy. */
const IN_TIME_MS = 2000 + 3000;

// One primary of three, with its replica, for each case. Two stores use the cluster at once.
describe("in a cluster with replicas", () => {
  let cluster: RedisCluster;
  let stores: RedisStore[];
  let primaries: RedisServer[];

  beforeAll(async () => {
    cluster = await startCluster({ replicas: 1 });
    stores = CLUSTERS.map(([, makeClient]) => redisStore(makeClient(cluster)));
    primaries = cluster.nodes.slice(0, 3);
  });

  afterAll(async () => {
    for (const store of stores) await store.close();
    await cluster.stop();
  });

  /** The first slots of the three primaries, the one in question first. */
  async function slotsFrom(primary: RedisServer): Promise<[number, number, number]> {
    const slots = [0, 6000, 12_000];
    const owners = await Promise.all(slots.map((slot) => cluster.primaryOf(slot)));
    const own = slots.find((_, i) => owners[i] === primary)!;
    return [own, ...slots.filter((slot) => slot !== own)] as [number, number, number];
  }

  const record = { fields: { n: "0" }, expiresAt: Date.now() + 600_000, anonymous: true };

  /** A record in the slot that grows by one with each round. */
  async function counterOn(store: SessionStore, slot: number): Promise<{ key: string; traffic: Traffic }> {
    const key = keyIn(slot);
    await store.create(key, record);
    const traffic = new Traffic(async (round) => {
      const patched = await store.patch(key, { set: { n: String(round + 1) } });
      expect(patched).toEqual({ status: "ok", version: round + 2 });
      expect((await store.read(key))?.fields).toEqual({ n: String(round + 1) });
    });
    return { key, traffic };
  }

  /** All that a store does, in one slot. */
  async function useAll(store: RedisStore, slot: number): Promise<void> {
    const key = keyIn(slot);
    expect(await store.create(key, record)).toBe(true);
    expect(await store.patch(key, { expiresAt: record.expiresAt + 1 })).toEqual({ status: "ok", version: 1 });
    expect(await store.patch(key, { set: { n: "1" }, ifVersion: 1 })).toEqual({ status: "ok", version: 2 });
    expect((await store.read(key))?.fields).toEqual({ n: "1" });
    expect(await store.delete(key, { ifVersion: 2 })).toBe("ok");
    expect(await store.read(key)).toBe(undefined);
  }

  it("a primary that is killed costs its own slots a moment, and the others nothing", async () => {
    const victim = primaries[0]!;
    const [slot, ...others] = await slotsFrom(victim);
    const ended = keyIn(slot);
    await stores[0]!.create(ended, record);
    await stores[0]!.delete(ended);
    const kept = await Promise.all(stores.map((store) => counterOn(store, slot)));
    const healthy = await Promise.all(
      stores.flatMap((store) => others.map((other) => counterOn(store, other))),
    );
    await Promise.all([...kept, ...healthy].map(({ traffic }) => traffic.goOn(5)));

    // Each call to the dead node's slots ends in time, one way or the other.
    const probe = keyIn(slot);
    let over = false;
    const failed = stores.map(() => 0);
    const callers = stores.flatMap((store, i) =>
      Array.from({ length: 5 }, async () => {
        while (!over) {
          const [outcome] = await settled([store.read(probe)], IN_TIME_MS);
          if (outcome?.status === "fulfilled") continue;
          expect(outcome?.reason).toMatchObject({ name: "RedisStoreError" });
          failed[i]!++;
          // A call that fails at once does so without I/O: the loop would keep the connection from ever coming back.
          await setImmediate();
        }
      }),
    );
    const successor = await cluster.failover(victim);
    expect(await cluster.primaryOf(slot)).toBe(successor);
    await Promise.all(healthy.map(({ traffic }) => traffic.goOn(5)));
    for (const store of stores)
      await until("the slot works again", () => useAll(store, slot).then(() => true));
    over = true;
    await Promise.all(callers);
    for (const count of failed) expect(count).toBeGreaterThan(0);

    for (const { traffic } of healthy) await traffic.stop();
    for (const { traffic } of kept)
      await expect(traffic.stop()).rejects.toMatchObject({ name: "RedisStoreError" });
    for (const [i, store] of stores.entries()) {
      // The scripts were unknown to the new primary; calls go straight to it now.
      await useAll(store, slot);
      // What its replica had received is there: all but perhaps the last writes.
      const { key, traffic } = kept[i]!;
      const n = Number((await store.read(key))?.fields["n"]);
      expect(n).toBeGreaterThan(0);
      expect(n).toBeLessThanOrEqual(traffic.rounds + 1);
      expect(await store.read(ended)).toBe(undefined);
    }
  });

  it("a planned fail-over loses nothing, and no caller notices", async () => {
    const old = primaries[1]!;
    const [slot] = await slotsFrom(old);
    const counters = await Promise.all(stores.map((store) => counterOn(store, slot)));
    await Promise.all(counters.map(({ traffic }) => traffic.goOn(5)));
    await cluster.nodes[4]!.command("CLUSTER", "FAILOVER");
    await until(
      "the replica has taken over",
      async () => (await cluster.primaryOf(slot)) === cluster.nodes[4],
    );
    await until("the old primary knows", async () => String(await old.command("ROLE")).startsWith("slave"));
    await Promise.all(counters.map(({ traffic }) => traffic.goOn(20)));
    for (const { traffic } of counters) await traffic.stop();
    for (const [i, store] of stores.entries()) {
      const { key, traffic } = counters[i]!;
      expect((await store.read(key))?.fields).toEqual({ n: String(traffic.rounds) });
      await useAll(store, slot);
    }
  });

  it("a primary that is restarted in place is found again, though it has forgotten everything", async () => {
    const server = primaries[2]!;
    const [slot] = await slotsFrom(server);
    const keys = stores.map(() => keyIn(slot));
    for (const [i, store] of stores.entries()) await store.create(keys[i]!, record);
    await server.restart();
    for (const [i, store] of stores.entries()) {
      await until("it serves the slot", () => useAll(store, slot).then(() => true));
      expect(await store.read(keys[i]!)).toBe(undefined);
      await useAll(store, slot);
    }
    expect(slotOf(`sess:${keys[0]}`)).toBe(slot);
    expect(await cluster.primaryOf(slot)).toBe(server);
  });
});
