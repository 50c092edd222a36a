import { memoryStore } from "@sess/store-memory";
import { describe, expect, it } from "vitest";
import { nearCache } from "../src/index.js";
import { announcing } from "./support/announcing.js";

const IN_AN_HOUR = Date.now() + 3_600_000;

describe("a record at hand", () => {
  it("is there once it was read, under a lease, and is the same frozen object for all", async () => {
    const cache = nearCache(announcing(memoryStore()));
    await cache.create("key", { fields: { a: "1" }, expiresAt: IN_AN_HOUR, anonymous: true });
    expect(cache.near.peek("key")).toBeUndefined();
    await cache.read("key");
    const record = cache.near.peek("key");
    expect(record).toMatchObject({ fields: { a: "1" }, version: 1 });
    expect(cache.near.peek("key")).toBe(record);
    expect(Object.isFrozen(record) && Object.isFrozen(record?.fields)).toBe(true);
  });

  it("is gone before a change of this process is sent, and after it", async () => {
    const store = announcing(memoryStore());
    const cache = nearCache(store);
    await cache.create("key", { fields: { a: "1" }, expiresAt: IN_AN_HOUR, anonymous: true });
    expect(cache.near.peek("key")).toBeUndefined();
    await cache.read("key");
    const changing = cache.patch("key", { set: { a: "2" } });
    expect(cache.near.peek("key")).toBeUndefined();
    await changing;
    expect(cache.near.peek("key")).toBeUndefined();
    await cache.read("key");
    expect(cache.near.peek("key")?.fields["a"]).toBe("2");
  });
});
