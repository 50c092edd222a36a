import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { memoryStore } from "../src/index.js";
import type { MemoryStore } from "../src/index.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const SESSIONS = 250;
const LONG = 20_000;
const MIB = 2 ** 20;

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Flat, and a string of its own. */
const longText = (i: number): string => Buffer.alloc(LONG, String(i).padStart(4, "0")).toString("latin1");

const freeing: Record<string, (store: MemoryStore, time: { now: number }) => Promise<unknown>> = {
  async delete(store) {
    for (let i = 0; i < SESSIONS; i++) await store.delete(longText(i));
  },
  async expiry(store, time) {
    time.now = 2_000;
    for (let i = 0; i < SESSIONS; i++) await store.read(longText(i));
  },
  async eviction(store) {
    for (let i = 0; i < SESSIONS; i++) {
      await store.create(`short ${i}`, { fields: {}, expiresAt: 2_000, anonymous: false });
    }
  },
  close: (store) => store.close(),
};

describe("a memory store gives memory back", () => {
  it.each(Object.keys(freeing))("after %s", async (way) => {
    const time = { now: 1_000 };
    const store = memoryStore({ maxSessions: SESSIONS, clock: { now: () => time.now } });
    const before = heapUsed();
    for (let i = 0; i < SESSIONS; i++) {
      await store.create(longText(i), { fields: { text: longText(i) }, expiresAt: 2_000, anonymous: false });
    }
    // Keys and fields are 5 MB each.
    expect(heapUsed() - before).toBeGreaterThan(8 * MIB);
    await freeing[way]!(store, time);
    expect(heapUsed() - before).toBeLessThan(2 * MIB);
    // The store lives on: what was freed was not the store as a whole.
    expect(await store.read("nothing")).toBeUndefined();
    await store.close();
  });

  it("keeps no more of a field than its text", async () => {
    const store = memoryStore({ maxSessions: SESSIONS });
    const before = heapUsed();
    for (let i = 0; i < SESSIONS; i++) {
      const part = longText(i).slice(100, 150);
      const expiresAt = Date.now() + 600_000;
      await store.create(`key ${i}`, { fields: { part }, expiresAt, anonymous: false });
    }
    expect(heapUsed() - before).toBeLessThan(2 * MIB);
    await store.close();
  });

  it("keeps no more of a user id than its text", async () => {
    const store = memoryStore({ maxSessions: SESSIONS });
    const before = heapUsed();
    for (let i = 0; i < SESSIONS; i++) {
      await store.users.add(longText(i).slice(100, 151), `key ${i}`, Date.now() + 600_000);
      await store.users.add(longText(i).slice(100, 150), `other key ${i}`, Date.now() + 600_000);
    }
    expect(heapUsed() - before).toBeLessThan(2 * MIB);
    await store.close();
  });
});
