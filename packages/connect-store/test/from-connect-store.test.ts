import { createSessions } from "@sess/core";
import { storeCases, type TestClock } from "@sess/conformance";
import session from "express-session";
import memorystore from "memorystore";
import { describe, expect, it, vi } from "vitest";
import { type ConnectSessionStore, type ConnectStore, fromConnectStore } from "../src/index.js";
import { gated } from "./support/gated.js";

const Lru = memorystore(session);

/** Quietly: the warning has a test of its own. */
function over(store: ConnectStore, clock?: TestClock): ConnectSessionStore {
  return fromConnectStore(store, { onWarning: () => {}, ...(clock && { clock }) });
}

/** All cases of the contract hold within a process. What does not hold between processes is shown below, case by case. */
describe.each([
  ["express-session's MemoryStore", () => new session.MemoryStore()],
  ["memorystore", () => new Lru({})],
])("%s keeps the contract within one process", (_name, make) => {
  for (const c of storeCases({ makeStore: (clock) => over(make(), clock) })) it(c.name, c.run);
});

describe("two session stores over one foreign store keep it, too", () => {
  const foreign = new session.MemoryStore();
  let clock: TestClock;
  const cases = storeCases({
    makeStore: (given) => over(foreign, (clock = given)),
    makePeer: () => over(foreign, clock),
  });
  for (const c of cases) it(c.name, c.run);
});

/**
 * The cases of the suite that cannot hold between processes, each with what happens instead. Two processes are two objects here, over the
 * same data; the first one is stopped between its read and its write.
 */
describe("between processes it is lost", () => {
  const far = Date.now() + 600_000;
  const record = (
    fields = {},
  ): { fields: object; expiresAt: number; anonymous: boolean } & {
    fields: Record<string, string>;
  } => ({ fields, expiresAt: far, anonymous: false });

  function twoProcesses(): {
    here: ConnectSessionStore;
    there: ConnectSessionStore;
    gate: ReturnType<typeof gated>;
  } {
    const data = new session.MemoryStore();
    const gate = gated(data);
    return { here: over(gate.store), there: over(data), gate };
  }

  it("races: parallel writers of different fields lose nothing, removals included: one overwrites the other", async () => {
    const { here, there, gate } = twoProcesses();
    await there.create("k", record());
    gate.holdNext("set");
    const slow = here.patch("k", { set: { mine: "1" } });
    await gate.reached;
    await there.patch("k", { set: { yours: "1" } });
    gate.release();
    expect(await slow).toEqual({ status: "ok", version: 2 });
    expect(Object.keys((await there.read("k"))?.fields ?? {})).toEqual(["mine"]);
  });

  it("races: of parallel creates exactly one wins: both do", async () => {
    const { here, there, gate } = twoProcesses();
    gate.holdNext("set");
    const slow = here.create("k", record());
    await gate.reached;
    expect(await there.create("k", record())).toBe(true);
    gate.release();
    expect(await slow).toBe(true);
  });

  it("races: of parallel patches of one version exactly one counts: both do", async () => {
    const { here, there, gate } = twoProcesses();
    await there.create("k", record());
    gate.holdNext("set");
    const slow = here.patch("k", { set: { writer: "1" }, ifVersion: 1 });
    await gate.reached;
    expect(await there.patch("k", { set: { writer: "2" }, ifVersion: 1 })).toEqual({
      status: "ok",
      version: 2,
    });
    gate.release();
    expect(await slow).toEqual({ status: "ok", version: 2 });
  });

  it("races: of parallel deletes exactly one is told ok: both are", async () => {
    const { here, there, gate } = twoProcesses();
    await there.create("k", record());
    gate.holdNext("destroy");
    const slow = here.delete("k");
    await gate.reached;
    expect(await there.delete("k")).toBe("ok");
    gate.release();
    expect(await slow).toBe("ok");
  });

  it("races: a deletion is not undone by a patch: it is", async () => {
    const { here, there, gate } = twoProcesses();
    await there.create("k", record());
    gate.holdNext("set");
    const slow = here.patch("k", { set: { late: "1" } });
    await gate.reached;
    expect(await there.delete("k")).toBe("ok");
    gate.release();
    await slow;
    expect(await there.read("k")).toBeDefined();
  });
});

describe("what it says of itself", () => {
  it("is a warning at the start", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    fromConnectStore(new session.MemoryStore());
    expect(warn.mock.calls).toEqual([[expect.stringContaining("a logout can be undone")]]);
    warn.mockRestore();
  });

  it("are flags", () => {
    const store = over(new session.MemoryStore());
    expect(store.capabilities).toEqual({ atomic: "in-process", users: false, invalidations: false });
    expect(store.users).toBeUndefined();
    expect(store.invalidations).toBeUndefined();
  });

  it("is understood by core: no user index, so no list", async () => {
    const sessions = createSessions({ store: over(new session.MemoryStore()) });
    await expect(sessions.list("ann")).rejects.toMatchObject({ code: "INVALID_OPTION" });
  });
});

it.each([
  ["an app's own session", { cookie: {}, user: "ann" }],
  ["a text that is no JSON", { cookie: {}, sess: "{" }],
  ["another format", { cookie: {}, sess: "[2,1,9e15,[]]" }],
  ["no list", { cookie: {}, sess: "{}" }],
  ["no version", { cookie: {}, sess: '[1,"1",9e15,[]]' }],
  ["no deadline", { cookie: {}, sess: "[1,1,null,[]]" }],
  ["no fields", { cookie: {}, sess: "[1,1,9e15,{}]" }],
  ["a field that is no text", { cookie: {}, sess: '[1,1,9e15,[["a",1]]]' }],
])("what it has not written is missing: %s", async (_what, found) => {
  const foreign = new session.MemoryStore();
  Reflect.set(foreign, "sessions", { k: JSON.stringify(found) });
  expect(await over(foreign).read("k")).toBeUndefined();
});
