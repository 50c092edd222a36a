import { startSentinel, until, type RedisSentinel, type RedisServer } from "@sess/test-redis";
import { redisStore, type RedisStore } from "@sess/store-redis";
import { createSessions } from "@sess/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser } from "./support/browser.js";
import { CLIENTS } from "./support/clients.js";

// One after the other, on the same servers, without a restart of the stores.
describe("behind sentinels", () => {
  let sentinel: RedisSentinel;
  let stores: RedisStore[];
  let made = 0;

  beforeAll(async () => {
    sentinel = await startSentinel();
    const sentinels = sentinel.sentinels.map(({ host, port }) => ({ host, port }));
    stores = CLIENTS.map(([, makeClient]) => redisStore(makeClient({ sentinels, name: sentinel.name })));
  });

  afterAll(async () => {
    for (const store of stores) await store.close();
    await sentinel.stop();
  });

  const record = { fields: { a: "1" }, expiresAt: Date.now() + 600_000, anonymous: true };

  async function createdBy(store: RedisStore): Promise<string> {
    const key = `key ${made++}`;
    expect(await store.create(key, record)).toBe(true);
    return key;
  }

  async function useAll(store: RedisStore): Promise<void> {
    const key = await createdBy(store);
    expect(await store.create(key, record)).toBe(false);
    expect(await store.patch(key, { set: { b: "2" } })).toEqual({ status: "ok", version: 2 });
    expect(await store.patch(key, { expiresAt: record.expiresAt + 1 })).toEqual({ status: "ok", version: 2 });
    expect((await store.read(key))?.fields).toEqual({ a: "1", b: "2" });
    await store.users.add("user", key, record.expiresAt);
    expect(await store.users.confirm("user", key)).toBe(true);
    expect(await store.users.list("user")).toEqual([key]);
    expect(await store.users.revoke("user")).toContain(key);
    expect(await store.users.list("user")).toEqual([]);
    expect(await store.delete(key, { ifVersion: 2 })).toBe("ok");
    expect(await store.delete(key)).toBe("gone");
    expect(await store.read(key)).toBe(undefined);
  }

  const recovered = (store: RedisStore): Promise<true> =>
    until("the store works again", () => useAll(store).then(() => true as const), 20_000);

  const keysOn = async (server: RedisServer): Promise<string[]> =>
    (await server.command("KEYS", "sess:*")) as string[];

  const inStep = (): Promise<true> =>
    until("the replica has what the primary has", async () => {
      const [primary, replica] = await Promise.all([keysOn(sentinel.primary), keysOn(sentinel.replica)]);
      return String(primary.sort()) === String(replica.sort()) || undefined;
    });

  it("all calls go to the primary", async () => {
    for (const store of stores) await useAll(store);
  });

  it("a primary that is killed is replaced; what its replica had stays, and who was logged out stays out", async () => {
    const browsers = await Promise.all(
      stores.map(async (store) => {
        const sessions = createSessions({ store });
        const [stays, ends] = [new Browser(sessions), new Browser(sessions)];
        await stays.visit((session) => session.login("stays"));
        await ends.visit((session) => session.login("ends"));
        const late = ends.at(sessions);
        await ends.visit((session) => session.logout());
        return { stays, late };
      }),
    );
    await inStep();
    const old = sentinel.primary;
    expect(await sentinel.failover()).not.toBe(old);
    for (const store of stores) await recovered(store);
    for (const { stays, late } of browsers) {
      expect(await stays.visit((session) => session.userId)).toBe("stays");
      expect(await late.visit((session) => session.userId)).toBe(undefined);
    }
  });

  it("a primary that comes back without its office, and without data, is not used", async () => {
    const old = sentinel.replica;
    await old.restart();
    const keys = await Promise.all(stores.map(createdBy));
    for (const [i, store] of stores.entries()) expect(await store.read(keys[i]!)).toBeDefined();
    expect(await keysOn(old)).toEqual([]);
    await old.command("REPLICAOF", sentinel.primary.host, sentinel.primary.port);
    await inStep();
    for (const store of stores) await useAll(store);
  });

  it("a primary that was silent for so long that it was replaced is not used when it wakes", async () => {
    const [old, next] = [sentinel.primary, sentinel.replica];
    const keys = await Promise.all(stores.map(createdBy));
    await inStep();
    // The stores ask for nothing meanwhile: their connections stay open.
    old.pause();
    await until(
      "the replica is the primary",
      async () => String(await next.command("ROLE")).startsWith("master"),
      30_000,
    );
    await until("all sentinels say so", async () => {
      const addresses = await Promise.all(
        sentinel.sentinels.map((one) => one.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", sentinel.name)),
      );
      return addresses.every((address) => String(address) === `${next.host},${next.port}`);
    });
    for (const key of keys) expect(await next.command("DEL", `sess:${key}`)).toBe(1);
    old.resume();
    for (const [i, store] of stores.entries()) {
      const first = await until("the store answers", async () => [await store.read(keys[i]!)]);
      expect(first).toEqual([undefined]);
      await useAll(store);
      const key = await createdBy(store);
      expect(await next.command("EXISTS", `sess:${key}`)).toBe(1);
    }
  });
});
