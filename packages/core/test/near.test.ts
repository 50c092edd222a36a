import { sha256 } from "#crypto";
import { describe, expect, it } from "vitest";
import type { StoredRecord } from "@sess/core";
import { frozen, NearWorld, remembered } from "./support/near-world.js";

/** Web Crypto answers later; then a request waits for that. */
const AT_ONCE = !(sha256("") instanceof Promise);

describe("a session in memory", () => {
  it("costs no store call, and nothing to wait for", async () => {
    const { world, browser } = await remembered();
    const request = browser.open();
    if (AT_ONCE) expect(request.handle.loading).toBeUndefined();
    await request.ready;
    expect(request.session.userId).toBe("alice");
    expect({ ...request.session }).toEqual({ n: 1, cart: ["a"] });
    if (AT_ONCE) expect(request.handle.commit()).toBeUndefined();
    await request.end();
    expect(world.store.calls).toEqual([]);
  });

  it("is read from the store where memory does not know it", async () => {
    const { world, browser } = await remembered();
    world.memory.records.clear();
    expect(await browser.visit((session) => session.userId)).toBe("alice");
    expect(world.store.count("read")).toBe(1);
    expect(world.typesOfEvents()).not.toContain("store_failed");
  });

  it("is read from the store once a second, along with the epoch: then that counts", async () => {
    const { world, browser, key } = await remembered();
    world.store.records.delete(key);
    expect(await browser.visit((session) => session.userId)).toBe("alice");
    world.now += 1000;
    const request = browser.open();
    expect(request.handle.loading).toBeInstanceOf(Promise);
    await request.ready;
    expect(request.session.userId).toBeUndefined();
    expect(world.store.count("read")).toBe(1);
  });

  it("is over for this process when revokeAll has resolved", async () => {
    const { world, browser } = await remembered();
    await world.sessions.revokeAll();
    expect(await browser.visit((session) => session.userId)).toBeUndefined();
    expect(world.events.at(-1)).toMatchObject({ type: "expired", reason: "everybody" });
  });

  it("ends by this process' clock, whatever memory says", async () => {
    const { world, browser } = await remembered();
    world.now += 30 * 60_000;
    await browser.begin(); // The epoch is read.
    world.events.length = 0;
    world.store.calls.length = 0;
    expect(await browser.visit((session) => session.userId)).toBeUndefined();
    expect(world.store.calls).toEqual([]);
    expect(world.events).toMatchObject([{ type: "expired", reason: "idle" }]);
  });

  it("gets its cookie anew where an older key has signed it", async () => {
    const [old, young] = ["0123456789abcdefghijklmnopqrstuv", "vutsrqponmlkjihgfedcba9876543210"];
    const { world, browser } = await remembered(new NearWorld({ keys: [old] }));
    const next = new NearWorld({ keys: [young, old] });
    for (const [key, record] of world.memory.records) next.memory.records.set(key, record);
    const visitor = next.browser();
    visitor.cookie = browser.cookie;
    await visitor.visit(() => undefined); // The epoch is read, and so is the store, which has nothing.
    const request = visitor.open(browser.cookie);
    if (AT_ONCE) expect(request.handle.loading).toBeUndefined();
    await request.ready;
    expect(request.session.userId).toBe("alice");
    await request.end();
    expect(request.setCookies).toHaveLength(1);
  });

  it("of several cookies counts when it is the only live one", async () => {
    const { browser } = await remembered();
    const [name] = browser.cookie?.split("=") ?? [];
    const request = await browser.begin(`${name}=${"A".repeat(44)}; ${browser.cookie}`);
    expect(request.session.userId).toBe("alice");
  });
});

describe("a memory that fails, or is wrong", () => {
  it("one that throws: the store is asked, and an event tells", async () => {
    const { world, browser } = await remembered();
    world.memory.failure = new Error("no memory");
    expect(await browser.visit((session) => session.userId)).toBe("alice");
    expect(world.store.count("read")).toBe(1);
    expect(world.events.at(-1)).toEqual({
      type: "store_failed",
      operation: "near.peek",
      error: world.memory.failure,
    });
  });

  it("one that throws, and a store that fails: 503, and no new session", async () => {
    const { world, browser } = await remembered();
    world.memory.failure = new Error("no memory");
    world.store.pauseNext("read").fail(new Error("no store"));
    const request = browser.open();
    await expect(request.ready).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", status: 503 });
  });

  it.each<[string, (good: StoredRecord) => unknown, string]>([
    ["null", () => null, "record"],
    ["a number", () => 7, "record"],
    ["an empty object", () => ({}), "fields"],
    ["a frozen empty object", () => Object.freeze({}), "fields"],
    ["fields that are null", (good) => Object.freeze({ ...good, fields: null }), "fields"],
    [
      "a field that is a number",
      (good) => frozen({ ...good, fields: { n: 7 as unknown as string } }),
      "fields",
    ],
    ["no version", (good) => frozen({ ...good, version: NaN }), "version"],
    ["no deadline", (good) => frozen({ ...good, expiresAt: Infinity }), "expiresAt"],
    ["no facts", (good) => frozen({ ...good, fields: { n: "1" } }), "facts"],
  ])("one that holds %s: missing, with an event, and never an exception", async (_, keep, detail) => {
    const { world, browser } = await remembered(undefined, keep);
    world.events.length = 0;
    for (let twice = 0; twice < 2; twice++) {
      const request = await browser.begin();
      expect(request.session.isNew).toBe(true);
      expect(world.events.splice(0)).toEqual([{ type: "record_invalid", detail }]);
    }
  });

  it("one that holds data which cannot be decoded: missing, with an event each time", async () => {
    const { world, browser } = await remembered(undefined, (good) =>
      frozen({ ...good, fields: { ...good.fields, n: "{" } }),
    );
    for (let twice = 0; twice < 2; twice++) {
      expect(await browser.visit((session) => session.userId)).toBeUndefined();
      expect(world.events.at(-1)).toEqual({ type: "record_invalid", detail: "data" });
    }
  });
});
