import { describe, expect, it } from "vitest";
import { memoryStore } from "@sess/store-memory";

const FAR = Date.now() + 600_000;
const record = (fields: Record<string, string>, expiresAt = FAR) => ({ fields, expiresAt, anonymous: false });
/** So many records are kept ready. */
const PLACES = 1024;

describe("near.peek of a memory store", () => {
  it("hands out one frozen record as long as nothing changes: what was made of it once is good (V-22)", async () => {
    const { near, ...store } = await storeWith("key", { a: "1" });
    const first = near.peek("key");
    expect(near.peek("key")).toBe(first);
    expect(first).toEqual({ fields: { a: "1" }, version: 1, expiresAt: FAR });
    expect(Object.isFrozen(first) && Object.isFrozen(first?.fields)).toBe(true);
    expect(await store.read("key")).not.toBe(first);
  });

  it.each([
    ["of a field", { set: { a: "2" } }, { fields: { a: "2" }, version: 2, expiresAt: FAR }],
    ["to what was there before", { set: { a: "1" } }, { fields: { a: "1" }, version: 2, expiresAt: FAR }],
    ["of the deadline", { expiresAt: FAR + 5 }, { fields: { a: "1" }, version: 1, expiresAt: FAR + 5 }],
  ])("knows of a change %s", async (_what, patch, expected) => {
    const { near, ...store } = await storeWith("key", { a: "1" });
    near.peek("key");
    await store.patch("key", patch);
    expect(near.peek("key")).toEqual(expected);
  });

  it("knows that a record has ended, and of the next one in its place", async () => {
    const { near, ...store } = await storeWith("key", { a: "1" });
    near.peek("key");
    await store.delete("key");
    expect(near.peek("key")).toBeUndefined();
    await store.create("other", record({ b: "1" }));
    expect(near.peek("key")).toBeUndefined();
    expect(near.peek("other")?.fields).toEqual({ b: "1" });
  });

  it("knows nothing after close", async () => {
    const { near, ...store } = await storeWith("key", { a: "1" });
    near.peek("key");
    await store.close();
    expect(near.peek("key")).toBeUndefined();
    await store.create("key", record({ a: "1" }));
    expect(near.peek("key")).toEqual({ fields: { a: "1" }, version: 1, expiresAt: FAR });
  });

  it("tells records apart that share a place", async () => {
    const store = memoryStore();
    const keys = Array.from({ length: 2 * PLACES }, (_, i) => `key ${i}`);
    // The same text in all: nothing but the record itself tells them apart.
    for (const [i, key] of keys.entries()) await store.create(key, record({ a: "1" }, FAR + i));
    for (let round = 0; round < 2; round++)
      for (const [i, key] of keys.entries()) expect(store.near?.peek(key)?.expiresAt).toBe(FAR + i);
    await store.close();
  });

  it("keeps no long record: a thousand of them would be too much", async () => {
    const { near } = await storeWith("key", { a: "x".repeat(5000) });
    expect(near.peek("key")).not.toBe(near.peek("key"));
    expect(near.peek("key")?.fields).toEqual({ a: "x".repeat(5000) });
  });
});

async function storeWith(key: string, fields: Record<string, string>) {
  const store = memoryStore();
  await store.create(key, record(fields));
  const { near } = store;
  if (near === undefined) throw new Error("A memory store can be peeked into.");
  return {
    near,
    create: store.create.bind(store),
    read: store.read.bind(store),
    patch: store.patch.bind(store),
    delete: store.delete.bind(store),
    close: store.close.bind(store),
  };
}
