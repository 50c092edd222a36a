import { describe, expect, it } from "vitest";
import { invalidationCases, pausableStore, sessionCases, storeCases, userIndexCases } from "../src/index.js";
import type { TestClock } from "../src/index.js";
import { ModelStore } from "../src/store/model-store.js";

import { storeWithoutCapabilities } from "./support/plain-store.js";

const clock = { now: () => 1_000 };
const record = { fields: { a: "1" }, expiresAt: 2_000, anonymous: false };

async function setUp() {
  const inner = new ModelStore(clock);
  await inner.create("k", record);
  return { inner, paused: pausableStore(inner) };
}

/** Long enough for every promise that can settle by itself. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe("pausableStore", () => {
  const options = { makeStore: (time: TestClock) => pausableStore(new ModelStore(time)) };
  for (const c of storeCases(options)) it(c.name, c.run);
  for (const c of userIndexCases(options)) it(`users: ${c.name}`, c.run);
  for (const c of invalidationCases(options)) it(`invalidations: ${c.name}`, c.run);
  for (const c of sessionCases(options)) it(`sessions: ${c.name}`, c.run);

  it("stops a call before the store has seen it", async () => {
    const { inner, paused } = await setUp();
    const gate = paused.pauseNext("patch");
    const patching = paused.patch("k", { set: { a: "2" } });
    await gate.reached;
    expect((await inner.read("k"))?.version).toBe(1);
    await paused.delete("k");
    gate.release();
    expect(await patching).toEqual({ status: "gone" });
  });

  it("stops a call after the store has done it", async () => {
    const { inner, paused } = await setUp();
    const gate = paused.pauseNext("patch", "after");
    let answered = false;
    const patching = paused.patch("k", { set: { a: "2" } }).finally(() => (answered = true));
    await gate.reached;
    expect((await inner.read("k"))?.version).toBe(2);
    await settled();
    expect(answered).toBe(false);
    gate.release();
    expect(await patching).toEqual({ status: "ok", version: 2 });
  });

  it("fails a call that the store never sees", async () => {
    const { inner, paused } = await setUp();
    paused.pauseNext("delete").fail(new Error("down"));
    await expect(paused.delete("k")).rejects.toThrow("down");
    expect(await inner.read("k")).toBeDefined();
  });

  it("fails a call that the store has done all the same", async () => {
    const { inner, paused } = await setUp();
    const gate = paused.pauseNext("delete", "after");
    const deleting = paused.delete("k");
    await gate.reached;
    gate.fail(new Error("connection lost"));
    await expect(deleting).rejects.toThrow("connection lost");
    expect(await inner.read("k")).toBeUndefined();
  });

  it("lets a call hang, whatever comes later", async () => {
    const { paused } = await setUp();
    const gate = paused.pauseNext("read");
    let answered = false;
    void paused.read("k").finally(() => (answered = true));
    await gate.reached;
    gate.hang();
    gate.release();
    await settled();
    expect(answered).toBe(false);
  });

  it("serves the calls of one method in turn, and leaves the others alone", async () => {
    const { paused } = await setUp();
    const [first, second] = [paused.pauseNext("read"), paused.pauseNext("read")];
    const order: string[] = [];
    const reads = [
      paused.read("k").then(() => order.push("first")),
      paused.read("k").then(() => order.push("second")),
      paused.read("k").then(() => order.push("third")),
      paused.create("other", record).then(() => order.push("create")),
    ];
    await Promise.all([first.reached, second.reached, reads[2], reads[3]]);
    second.release();
    await reads[1];
    first.release();
    await reads[0];
    expect(order.slice(0, 2).sort()).toEqual(["create", "third"]);
    expect(order.slice(2)).toEqual(["second", "first"]);
  });

  it("stops calls of the index by their name", async () => {
    const { inner, paused } = await setUp();
    const [before, after] = [paused.pauseNext("users.add"), paused.pauseNext("users.revoke", "after")];
    const adding = paused.users?.add("alice", "k", 2_000);
    await before.reached;
    expect(await paused.users?.list("alice")).toEqual([]);
    before.release();
    await adding;
    const revoking = paused.users?.revoke("alice");
    await after.reached;
    expect(await inner.users.list("alice")).toEqual([]);
    after.fail(new Error("connection lost"));
    await expect(revoking).rejects.toThrow("connection lost");
  });

  it("has no capability that its store has not", () => {
    const { users, invalidations } = pausableStore(storeWithoutCapabilities(clock));
    expect([users, invalidations]).toEqual([undefined, undefined]);
  });

  it("remembers what it was told before the call came", async () => {
    const { paused } = await setUp();
    paused.pauseNext("read").release();
    expect((await paused.read("k"))?.version).toBe(1);
  });

  it("keeps the arguments of a call that waits", async () => {
    const { inner, paused } = await setUp();
    const gates = [paused.pauseNext("create"), paused.pauseNext("patch"), paused.pauseNext("delete")];
    const fields: Record<string, string> = { a: "1" };
    const condition = { ifVersion: 7 };
    const creating = paused.create("new", { ...record, fields });
    const patching = paused.patch("k", { set: fields, unset: [] });
    const deleting = paused.delete("k", condition);
    fields["a"] = "changed meanwhile";
    condition.ifVersion = 2;
    for (const gate of gates) gate.release();
    await Promise.all([creating, patching]);
    expect(await deleting).toBe("conflict");
    expect((await inner.read("new"))?.fields["a"]).toBe("1");
    expect((await inner.read("k"))?.fields["a"]).toBe("1");
  });

  it("closes its store, if that can be closed", async () => {
    let closed = 0;
    const inner = Object.assign(new ModelStore(clock), { close: async () => void closed++ });
    await pausableStore(inner).close?.();
    await pausableStore(new ModelStore(clock)).close?.();
    expect(closed).toBe(1);
  });
});
