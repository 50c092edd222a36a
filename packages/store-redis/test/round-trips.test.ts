import { createSessions, type Sessions } from "@sess/core";
import { redisStore, type RedisStore } from "@sess/store-redis";
import { startRedis, type RedisServer } from "@sess/test-redis";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser } from "./support/browser.js";
import { CommandLog } from "./support/command-log.js";

/** What the server is asked for, counted on the server. A script that it knows is one command. */
describe("round trips", () => {
  let server: RedisServer;
  let client: Redis;
  let store: RedisStore;
  let sessions: Sessions;
  let log: CommandLog;

  beforeAll(async () => {
    server = await startRedis();
    client = new Redis(server.url);
    store = redisStore(client);
    // The clock stands still: what is read once a second does not come into the counts.
    const now = Date.now();
    sessions = createSessions({ store, maxPerUser: 30, clock: { now: () => now } });
    log = await CommandLog.of(server.url);
    await useEveryScript();
  });

  afterAll(async () => {
    await sessions.close();
    client.disconnect();
    log.close();
    await server.stop();
  });

  const record = { fields: { a: "1" }, expiresAt: Date.now() + 60_000, anonymous: true };

  /** A script is sent whole once. */
  async function useEveryScript(): Promise<void> {
    const browser = new Browser(sessions);
    await browser.visit((session) => session.login("warm"));
    await browser.visit(async (session) => {
      Object.assign(session, { a: 1 });
      await session.touch();
    });
    await browser.visit((session) => session.rotate());
    await sessions.list("warm");
    await sessions.revokeUser("warm");
    await browser.visit((session) => session.logout());
  }

  async function loggedIn(user: string): Promise<Browser> {
    const browser = new Browser(sessions);
    await browser.visit((session) => session.login(user));
    return browser;
  }

  it("create, read, patch, touch and delete are one each", async () => {
    expect(await log.during(() => store.create("k", record))).toEqual(["set"]);
    expect(await log.during(() => store.read("k"))).toEqual(["get"]);
    expect(await log.during(() => store.patch("k", { set: { b: "2" } }))).toEqual(["evalsha"]);
    expect(await log.during(() => store.patch("k", { expiresAt: record.expiresAt + 1 }))).toEqual([
      "evalsha",
    ]);
    expect(await log.during(() => store.patch("k", { set: { b: "3" }, ifVersion: 2 }))).toEqual(["evalsha"]);
    expect(await log.during(() => store.delete("k", { ifVersion: 3 }))).toEqual(["evalsha"]);
    expect(await log.during(() => store.delete("k"))).toEqual(["evalsha"]);
  });

  it("reads of one turn are one, in the order in which they were asked for", async () => {
    const keys = Array.from({ length: 32 }, (_, i) => `turn ${i}`);
    for (const key of keys) await store.create(key, { ...record, fields: { key } });
    const read = (): Promise<unknown> =>
      Promise.all(keys.map(async (key) => expect((await store.read(key))?.fields).toEqual({ key })));
    expect(await log.during(read)).toEqual(["mget"]);
  });

  it("deletions of one turn are one, each with its own condition", async () => {
    for (const key of ["x", "y", "z"]) await store.create(key, record);
    const remove = async (): Promise<void> =>
      expect(
        await Promise.all([
          store.delete("x"),
          store.delete("y", { ifVersion: 2 }),
          store.delete("z", { ifVersion: 1 }),
          store.delete("none"),
          store.delete("none", { ifVersion: 1 }),
        ]),
      ).toEqual(["ok", "conflict", "ok", "gone", "gone"]);
    expect(await log.during(remove)).toEqual(["evalsha"]);
    expect(await store.read("y")).toBeDefined();
  });

  it("a request without cookie that writes nothing asks for nothing", async () => {
    expect(await log.during(() => new Browser(sessions).visit(() => undefined))).toEqual([]);
  });

  it("a clean read of a signed-in user is one, a write two", async () => {
    const browser = await loggedIn("reader");
    expect(await log.during(() => browser.visit((session) => session.userId))).toEqual(["get"]);
    const write = (): Promise<unknown> =>
      browser.visit((session) => Object.assign(session, { theme: "dark" }));
    expect(await log.during(write)).toEqual(["get", "evalsha"]);
  });

  it("a login is at most five", async () => {
    const browser = new Browser(sessions);
    expect(await log.during(() => browser.visit((session) => session.login("a")))).toEqual([
      "evalsha", // the list
      "set",
      "evalsha", // the list again
      "evalsha", // how many there are
    ]);
    const anonymous = new Browser(sessions);
    await anonymous.visit((session) => Object.assign(session, { cart: ["tea"] }));
    expect(await log.during(() => anonymous.visit((session) => session.login("b")))).toEqual([
      "get", // the request
      "evalsha",
      "set",
      "evalsha", // the anonymous one ends
      "evalsha",
      "evalsha",
    ]);
  });

  it("a list of n sessions is two", async () => {
    for (let i = 0; i < 20; i++) await loggedIn("many");
    const list = async (): Promise<void> => expect(await sessions.list("many")).toHaveLength(20);
    expect(await log.during(list)).toEqual(["evalsha", "mget"]);
  });

  it("revoking a user with n sessions is two", async () => {
    for (let i = 0; i < 20; i++) await loggedIn("revoked");
    const revoke = async (): Promise<void> => expect(await sessions.revokeUser("revoked")).toBe(20);
    expect(await log.during(revoke)).toEqual(["evalsha", "evalsha"]);
    expect(await sessions.list("revoked")).toEqual([]);
  });

  it("a patch of thousands of fields is one, too", async () => {
    const fields = Object.fromEntries(Array.from({ length: 4000 }, (_, i) => [`field ${i}`, String(i)]));
    const odd = Object.keys(fields).filter((_, i) => i % 2 === 1);
    await store.create("wide", { ...record, fields });
    expect(await log.during(() => store.patch("wide", { unset: odd }))).toEqual(["evalsha"]);
    const kept = Object.fromEntries(Object.entries(fields).filter((_, i) => i % 2 === 0));
    expect({ ...(await store.read("wide"))?.fields }).toEqual(kept);
  });

  it("what is no session, at a session's key, fails nobody else in the same turn", async () => {
    await client.lpush("sess:list", "1");
    await store.create("session", record);
    const [odd, other] = await Promise.all([
      store.delete("list", { ifVersion: 1 }),
      store.delete("session", { ifVersion: 1 }),
    ]);
    expect([odd, other]).toEqual(["conflict", "ok"]);
  });

  it("a server that has forgotten the scripts is sent them once more", async () => {
    await store.create("flushed", record);
    await client.script("FLUSH");
    const patch = async (): Promise<void> =>
      expect(await store.patch("flushed", { set: { b: "2" } })).toEqual({ status: "ok", version: 2 });
    expect(await log.during(patch)).toEqual(["evalsha", "eval"]);
    const again = (): Promise<unknown> => store.patch("flushed", { set: { b: "2" } });
    expect(await log.during(again)).toEqual(["evalsha"]);
  });
});
