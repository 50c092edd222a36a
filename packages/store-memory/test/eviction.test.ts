import { describe, expect, it, vi } from "vitest";
import { memoryStore } from "../src/index.js";
import type { Eviction, MemoryStore, MemoryStoreOptions } from "../src/index.js";

function setUp(maxSessions: number, more: MemoryStoreOptions = {}) {
  const time = { now: 1_000 };
  const evictions: Eviction[] = [];
  const store = memoryStore({
    maxSessions,
    clock: { now: () => time.now },
    onEvict: (eviction) => void evictions.push(eviction),
    ...more,
  });
  const add = (key: string, kind: "anonymous" | "user", expiresAt = 100_000): Promise<boolean> =>
    store.create(key, { fields: { key }, expiresAt, anonymous: kind === "anonymous" });
  return { store, add, evictions, time };
}

async function present(store: MemoryStore, keys: string): Promise<string> {
  let found = "";
  for (const key of keys) if ((await store.read(key)) !== undefined) found += key;
  return found;
}

describe("a memory store that is full (V-18, T-18, D-13)", () => {
  it("drops what has expired first", async () => {
    const { store, add, evictions, time } = setUp(4);
    await add("a", "anonymous");
    await add("b", "user", 3_000);
    await add("c", "user", 2_000);
    await add("d", "anonymous");
    time.now = 2_500;
    await add("e", "user");
    expect(await present(store, "abcde")).toBe("abde");
    time.now = 3_000;
    await add("f", "user");
    expect(await present(store, "abdef")).toBe("adef");
    expect(evictions).toEqual([]);
  });

  it("then the oldest anonymous session, then the oldest of a user", async () => {
    const { store, add, evictions } = setUp(4);
    await add("a", "user");
    await add("b", "anonymous");
    await add("c", "user");
    await add("d", "anonymous");
    const left: string[] = [];
    for (const key of "efgh") {
      await add(key, "user");
      left.push(await present(store, "abcdefgh"));
    }
    expect(left).toEqual(["acde", "acef", "cefg", "efgh"]);
    expect(evictions).toEqual([
      { anonymous: true },
      { anonymous: true },
      { anonymous: false },
      { anonymous: false },
    ]);
  });

  it("lets anonymous sessions push each other out, and no user", async () => {
    const { store, add, evictions } = setUp(3);
    await add("a", "user");
    await add("b", "user");
    for (let i = 0; i < 100; i++) await add(`flood ${i}`, "anonymous");
    expect(await present(store, "ab")).toBe("ab");
    expect(await store.read("flood 99")).toBeDefined();
    expect(evictions.length).toBe(99);
  });

  it("goes by the time of creation: a session that is written or extended gets no younger", async () => {
    const { store, add } = setUp(2);
    await add("a", "user");
    await add("b", "user");
    await store.patch("a", { set: { x: "1" }, expiresAt: 200_000 });
    await add("c", "user");
    expect(await present(store, "abc")).toBe("bc");
  });

  it("drops nothing for a create that stores nothing", async () => {
    const { store, add, evictions } = setUp(2);
    await add("a", "anonymous");
    await add("b", "user");
    expect(await add("a", "user")).toBe(false);
    expect(await add("c", "user", 1_000)).toBe(true);
    expect(await present(store, "abc")).toBe("ab");
    expect(evictions).toEqual([]);
  });

  it("has room again after a delete", async () => {
    const { store, add, evictions } = setUp(2);
    await add("a", "user");
    await add("b", "user");
    await store.delete("a");
    await add("c", "user");
    expect(await present(store, "abc")).toBe("bc");
    expect(store.size).toBe(2);
    expect(evictions).toEqual([]);
  });

  it("of one session keeps the last", async () => {
    const { store, add } = setUp(1);
    await add("a", "user");
    await add("b", "anonymous");
    await add("c", "anonymous");
    expect(await present(store, "abc")).toBe("c");
  });

  it("goes on when onEvict is asynchronous and fails: no rejection is left unhandled", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const store = memoryStore({
      maxSessions: 1,
      onEvict: () => Promise.reject(new Error("the listener's own")) as never,
    });
    const record = { fields: {}, expiresAt: Date.now() + 60_000, anonymous: true };
    expect(await store.create("first", record)).toBe(true);
    expect(await store.create("second", record)).toBe(true);
    await new Promise(setImmediate);
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
    expect(await store.read("second")).toBeDefined();
  });

  it("is whole when onEvict uses it", async () => {
    const created: Promise<boolean>[] = [];
    let calls = 0;
    const { store, add } = setUp(2, {
      onEvict: () => {
        if (++calls === 1) created.push(add("from onEvict", "user"));
      },
    });
    await add("a", "user");
    await add("b", "user");
    await add("c", "user");
    expect(await Promise.all(created)).toEqual([true]);
    expect(await present(store, "abc")).toBe("c");
    expect(await store.read("from onEvict")).toBeDefined();
    expect(store.size).toBe(2);
  });

  it("ignores what onEvict throws", async () => {
    const { store, add } = setUp(1, {
      onEvict: () => {
        throw new Error("metrics are down");
      },
    });
    await add("a", "user");
    expect(await add("b", "user")).toBe(true);
    expect(await present(store, "ab")).toBe("b");
  });
});
