import { describe, expect, it, vi } from "vitest";
import type { NearCacheReport } from "../src/index.js";
import { KEY, MAX_STALE_MS, turn, World } from "./support/world.js";

const NOTHING: NearCacheReport = {
  hits: 0,
  misses: 0,
  bypasses: { no_connection: 0, no_lease: 0 },
  invalidated: 0,
  poisoned: 0,
  evicted: 0,
  entries: 0,
  bytes: 0,
  leaseAgeMs: undefined,
};

describe("the report", () => {
  it("begins with nothing", () => {
    expect(new World().cache.report()).toEqual(NOTHING);
  });

  it("counts each question once, by what became of it", async () => {
    const w = new World({ maxEntries: 2 });
    w.add();
    w.node.disconnect();
    w.served(); // no connection
    w.node.connect();
    await w.lease(); // no lease
    w.time.pass(100);
    w.served(); // a miss
    await w.cache.read(KEY);
    w.served();
    w.served(); // two hits
    w.change();
    w.connection.deliver(); // invalidated
    const { call } = w.ask();
    call.arrive();
    w.change();
    w.connection.deliver();
    call.reply(); // poisoned
    await turn();
    for (const key of ["a", "b", "c"]) {
      w.add(key);
      await w.cache.read(key);
    } // one evicted
    const { bytes, ...counts } = w.cache.report();
    expect(counts).toEqual({
      hits: 2,
      misses: 1,
      bypasses: { no_connection: 1, no_lease: 1 },
      invalidated: 1,
      poisoned: 1,
      evicted: 1,
      entries: 2,
      leaseAgeMs: 100,
    });
    expect(bytes).toBeGreaterThan(2 * "b".length);
  });

  it("does not change any more", async () => {
    const w = await World.kept();
    const report = w.cache.report();
    const copy = structuredClone(report);
    w.served();
    w.node.disconnect();
    w.served();
    expect(report).toEqual(copy);
  });
});

describe("onReport", () => {
  it("is called every reportMs while requests come, and at the close", async () => {
    const onReport = vi.fn();
    const w = new World({ onReport, reportMs: 5 * MAX_STALE_MS });
    w.served();
    w.time.pass(5 * MAX_STALE_MS - 1);
    w.served();
    expect(onReport).not.toHaveBeenCalled();
    w.time.pass(1);
    w.served();
    w.served();
    expect(onReport).toHaveBeenCalledTimes(1);
    w.time.pass(5 * MAX_STALE_MS);
    expect(onReport).toHaveBeenCalledTimes(1);
    w.served();
    expect(onReport).toHaveBeenCalledTimes(2);
    await w.cache.close();
    await w.cache.close();
    expect(onReport).toHaveBeenCalledTimes(3);
    expect(onReport).toHaveBeenLastCalledWith(w.cache.report());
  });

  it("tells at the close what was there until then", async () => {
    const onReport = vi.fn();
    const w = await World.kept({ onReport });
    await w.cache.close();
    expect(onReport).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ entries: 1, hits: 1 }));
  });

  it("does not move with a clock that is set", () => {
    const onReport = vi.fn();
    const w = new World({ onReport });
    w.clock.set(3_600_000);
    w.served();
    expect(onReport).not.toHaveBeenCalled();
  });

  it.each<[string, () => unknown]>([
    ["throws", () => expect.fail("a bug of the listener's")],
    ["rejects", () => Promise.reject(new Error("a bug of the listener's"))],
  ])("may be one that %s: it costs no request its session, and the process goes on", async (_, onReport) => {
    const w = await World.kept({ onReport, reportMs: 100 });
    w.time.pass(100);
    expect(w.served()).toBe(1);
    await turn();
    await w.cache.close();
    expect(w.node.closed).toBe(1);
  });
});
