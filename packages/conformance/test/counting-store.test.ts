import { describe, expect, it } from "vitest";
import { countingStore, storeCases } from "../src/index.js";
import { ModelStore } from "../src/store/model-store.js";

const clock = { now: () => 1_000 };
const record = { fields: { a: "1" }, expiresAt: 2_000, anonymous: false };

describe("countingStore", () => {
  for (const c of storeCases({ makeStore: (time) => countingStore(new ModelStore(time)) })) it(c.name, c.run);

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
