import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { memoryStore } from "../src/index.js";
import type { MemoryStore } from "../src/index.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function fill(store: MemoryStore, count: number, expiresAt: (i: number) => number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await store.create(`key ${i}`, {
      fields: { i: String(i) },
      expiresAt: expiresAt(i),
      anonymous: i % 2 === 0,
    });
  }
}

describe("the timer of a memory store", () => {
  it("exists only while there are records", async () => {
    const store = memoryStore();
    expect(vi.getTimerCount()).toBe(0);
    await fill(store, 2, () => Date.now() + 60_000);
    expect(vi.getTimerCount()).toBe(1);
    await store.delete("key 0");
    expect(vi.getTimerCount()).toBe(1);
    await store.delete("key 1");
    expect(vi.getTimerCount()).toBe(0);
    await fill(store, 1, () => Date.now() + 60_000);
    expect(vi.getTimerCount()).toBe(1);
  });

  it("is none for a record that is born expired", async () => {
    const store = memoryStore();
    await fill(store, 1, () => Date.now());
    expect([store.size, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it("does not keep the process alive", async () => {
    vi.useRealTimers();
    const started: NodeJS.Timeout[] = [];
    const start = globalThis.setTimeout;
    vi.spyOn(globalThis, "setTimeout").mockImplementation((...args) => {
      const timer = start(...args);
      started.push(timer);
      return timer;
    });
    const store = memoryStore();
    await fill(store, 1, () => Date.now() + 60_000);
    vi.restoreAllMocks();
    expect(started.map((timer) => timer.hasRef())).toEqual([false]);
    await store.close();
  });

  it("frees what nobody asks for, and stops with the last record (14.2.7)", async () => {
    const store = memoryStore();
    await fill(store, 3, (i) => Date.now() + 5_000 + i * 20_000);
    expect(store.size).toBe(3);
    vi.advanceTimersByTime(10_000);
    expect(store.size).toBe(2);
    vi.advanceTimersByTime(60_000);
    expect([store.size, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it("wakes up every ten seconds, and no more often", async () => {
    const store = memoryStore();
    const start = Date.now();
    await fill(store, 1, () => start + 3_600_000);
    const wakes: number[] = [];
    for (let i = 0; i < 3; i++) {
      vi.advanceTimersToNextTimer();
      wakes.push(Date.now() - start);
    }
    expect(wakes).toEqual([10_000, 20_000, 30_000]);
  });

  it("frees 100 000 records in slices, and lets others run in between", async () => {
    const store = memoryStore({ maxSessions: 100_000 });
    const start = Date.now();
    await fill(store, 100_000, (i) => start + 1_000 + ((i * 7919) % 1_000));
    const sizes = [store.size];
    for (let turns = 0; store.size > 0 && turns < 2_000; turns++) {
      vi.advanceTimersToNextTimer();
      sizes.push(store.size);
    }
    const slices = sizes.slice(1).map((size, i) => sizes[i]! - size);
    expect(store.size).toBe(0);
    expect(Math.max(...slices)).toBeLessThanOrEqual(100);
    expect(slices.length).toBe(1_000);
    // Ten seconds until the first, and a millisecond between them.
    expect(Date.now() - start).toBeLessThan(10_000 + 1_001);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("follows deadlines that move", async () => {
    const store = memoryStore();
    await fill(store, 3, () => Date.now() + 15_000);
    await store.patch("key 0", { expiresAt: Date.now() + 5_000 });
    await store.patch("key 1", { expiresAt: Date.now() + 3_600_000 });
    vi.advanceTimersByTime(10_000);
    expect(store.size).toBe(2);
    vi.advanceTimersByTime(10_000);
    expect(store.size).toBe(1);
    expect((await store.read("key 1"))?.fields["i"]).toBe("1");
  });
});

describe("reads of a memory store", () => {
  it("are exact, whatever the timer did", async () => {
    const time = { now: 1_000 };
    const store = memoryStore({ clock: { now: () => time.now } });
    await fill(store, 1, () => 2_000);
    time.now = 1_999;
    expect(await store.read("key 0")).toBeDefined();
    time.now = 2_000;
    expect(store.size).toBe(1);
    expect(await store.read("key 0")).toBeUndefined();
    expect(store.size).toBe(0);
  });
});

describe("close", () => {
  it("stops the timer and drops everything", async () => {
    const store = memoryStore({ maxSessions: 2 });
    await fill(store, 2, () => Date.now() + 60_000);
    await store.close();
    expect([store.size, vi.getTimerCount()]).toEqual([0, 0]);
    expect(await store.read("key 0")).toBeUndefined();
    await store.close();
  });

  it("leaves a store that begins empty", async () => {
    const store = memoryStore({ maxSessions: 2 });
    await fill(store, 2, () => Date.now() + 60_000);
    await store.close();
    await fill(store, 2, () => Date.now() + 60_000);
    expect(store.size).toBe(2);
    expect((await store.read("key 1"))?.version).toBe(1);
    await store.close();
  });
});
