import { describe, expect, it } from "vitest";
import { countingStore, invalidationCases, sessionCases, storeCases, userIndexCases } from "../src/index.js";
import type { TestClock } from "../src/index.js";
import { ModelStore } from "../src/store/model-store.js";

import { storeWithoutCapabilities } from "./support/plain-store.js";

const clock = { now: () => 1_000 };
const record = { fields: { a: "1" }, expiresAt: 2_000, anonymous: false };

describe("countingStore", () => {
  const options = { makeStore: (time: TestClock) => countingStore(new ModelStore(time)) };
  for (const c of storeCases(options)) it(c.name, c.run);
  for (const c of userIndexCases(options)) it(`users: ${c.name}`, c.run);
  for (const c of invalidationCases(options)) it(`invalidations: ${c.name}`, c.run);
  for (const c of sessionCases(options)) it(`sessions: ${c.name}`, c.run);

  it("counts each method", async () => {
    const store = countingStore(new ModelStore(clock));
    await store.create("k", record);
    await store.read("k");
    await store.read("k");
    await store.patch("k", { set: { b: "2" } });
    await store.delete("k", { ifVersion: 1 });
    await store.delete("k");
    expect(store.calls).toEqual({ create: 1, read: 2, patch: 1, delete: 2 });
    expect(store.totalCalls).toBe(6);
  });

  it("counts each method of the index, by itself and in the total", async () => {
    const store = countingStore(new ModelStore(clock));
    await store.users?.add("alice", "k", 2_000);
    await store.users?.add("alice", "l", 2_000);
    await store.users?.confirm("alice", "l", "k");
    await store.users?.list("alice");
    await store.users?.remove("alice", "l");
    await store.users?.revoke("alice", "k");
    await store.read("k");
    expect(store.indexCalls).toEqual({ add: 2, confirm: 1, remove: 1, list: 1, revoke: 1 });
    expect(store.calls).toEqual({ create: 0, read: 1, patch: 0, delete: 0 });
    expect(store.totalCalls).toBe(7);
    store.resetCalls();
    expect(store.totalCalls).toBe(0);
  });

  it("has no capability that its store has not", () => {
    const { users, invalidations } = countingStore(storeWithoutCapabilities(clock));
    expect([users, invalidations]).toEqual([undefined, undefined]);
  });

  it("counts a call when it starts, whatever it comes to", () => {
    const inner = new ModelStore(clock);
    inner.read = () => Promise.reject(new Error("down"));
    const store = countingStore(inner);
    const reading = store.read("k");
    expect(store.calls.read).toBe(1);
    return expect(reading).rejects.toThrow("down");
  });

  it("counts anew after a reset, and leaves counts that were handed out", async () => {
    const store = countingStore(new ModelStore(clock));
    await store.read("k");
    const before = store.calls;
    store.resetCalls();
    await store.create("k", record);
    expect(before).toEqual({ create: 0, read: 1, patch: 0, delete: 0 });
    expect(store.calls).toEqual({ create: 1, read: 0, patch: 0, delete: 0 });
  });

  it("closes its store, if that can be closed", async () => {
    let closed = 0;
    const inner = Object.assign(new ModelStore(clock), { close: async () => void closed++ });
    await countingStore(inner).close?.();
    await countingStore(new ModelStore(clock)).close?.();
    expect(closed).toBe(1);
  });
});
