import { until } from "@sess/test-redis";
import { redisStore, type RedisClient, type RedisStoreOptions } from "@sess/store-redis";
import { expect } from "vitest";

const MINUTE_MS = 60_000;

/** Does with a store all that can be done with it. Rejects when something does not work. */
export async function useEverything(client: RedisClient, options: RedisStoreOptions = {}): Promise<void> {
  const store = redisStore(client, options);
  const { users, invalidations } = store;
  const heard: string[] = [];
  const feed = invalidations.listen((key) => heard.push(key));
  const now = Date.now();
  const record = { fields: { a: "1" }, expiresAt: now + MINUTE_MS, anonymous: false };
  try {
    expect(await store.create("key", record)).toBe(true);
    expect(await store.create("other", record)).toBe(true);
    expect(await store.read("key")).toMatchObject({ fields: { a: "1" } });
    expect(await Promise.all([store.read("key"), store.read("other")])).not.toContain(undefined);
    const source = await until("it is heard", () => feed.sourceOf("key"), 500);
    expect(await store.patch("key", { set: { b: "2" } })).toMatchObject({ status: "ok" });
    expect(await store.patch("key", { set: { b: "3" } })).toMatchObject({ status: "ok" });
    expect(await store.patch("key", { expiresAt: now + 2 * MINUTE_MS })).toMatchObject({ status: "ok" });
    expect(await store.patch("gone", { expiresAt: now })).toEqual({ status: "gone" });
    expect(await store.delete("key", { ifVersion: 1 })).toBe("conflict");
    expect(await store.delete("key")).toBe("ok");
    expect(await store.delete("other")).toBe("ok");
    await source.barrier();
    expect(heard).toContain("key");

    await users.add("user", "a", record.expiresAt);
    await users.add("user", "b", record.expiresAt);
    expect(await users.confirm("user", "b", "a")).toBe(true);
    expect(await users.list("user")).toEqual(["b"]);
    expect(await users.revoke("user")).toEqual(["b"]);
    await users.remove("user", "b");
  } finally {
    await feed.close();
    await store.close();
  }
}
