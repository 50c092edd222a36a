import { createSessions } from "@sess/core";
import { until, type RedisServer } from "@sess/test-redis";
import { redisStore, type RedisStore, type RedisStoreOptions } from "@sess/store-redis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Browser } from "./support/browser.js";
import { CLIENTS, type MakeClient } from "./support/clients.js";
import { interrupted } from "./support/interrupted.js";
import { startPair, type Pair } from "./support/pair.js";
import { causeOf, reasons, settled } from "./support/settle.js";

const CONFIRMED = { waitReplicas: 1 };
const UNCONFIRMED = { name: "RedisStoreError", code: "REPLICAS" };

describe.each(CLIENTS)("%s: a primary with a replica", (_, makeClient) => {
  let pair: Pair;
  let stores: RedisStore[];

  beforeEach(async () => {
    stores = [];
    pair = await startPair();
  });

  afterEach(async () => {
    for (const store of stores) await store.close();
    await pair.stop();
  });

  function open(
    server: RedisServer,
    options?: RedisStoreOptions,
    wrap = (client: ReturnType<MakeClient>) => client,
  ): RedisStore {
    const store = redisStore(wrap(makeClient({ host: server.host, port: server.port })), options);
    stores.push(store);
    return store;
  }

  async function loggedIn(store: RedisStore): Promise<Browser> {
    const browser = new Browser(createSessions({ store }));
    await browser.visit((session) => session.login("alice"));
    return browser;
  }

  const record = { fields: { a: "1" }, expiresAt: Date.now() + 600_000, anonymous: true };

  /** Whose session a cookie names, in another process. */
  function userAt(
    server: RedisServer,
    { cookie }: { readonly cookie: string | undefined },
  ): Promise<string | undefined> {
    const browser = new Browser(createSessions({ store: open(server) }));
    browser.cookie = cookie;
    return browser.visit((session) => session.userId);
  }

  it("without waitReplicas, a logout that no replica has is undone by a fail-over", async () => {
    const browser = await loggedIn(open(pair.primary));
    const { cookie } = browser;
    await pair.inStep();
    pair.network.blackhole();
    await browser.visit((session) => session.logout());
    expect(await userAt(pair.primary, { cookie })).toBe(undefined);
    await pair.failOver();
    expect(await userAt(pair.replica, { cookie })).toBe("alice");
  });

  it("with it, that logout fails, though it is done on the primary", async () => {
    const store = open(pair.primary, CONFIRMED);
    const browser = await loggedIn(store);
    const { cookie } = browser;
    const second = await loggedIn(store);
    pair.network.blackhole();
    const [error] = reasons(await Promise.allSettled([browser.visit((session) => session.logout())]));
    expect(error).toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(causeOf(error)).toMatchObject(UNCONFIRMED);
    expect(await userAt(pair.primary, { cookie })).toBe(undefined);
    const [failed] = reasons(await Promise.allSettled([createSessions({ store }).revokeUser("alice")]));
    expect(causeOf(failed)).toMatchObject(UNCONFIRMED);
    expect(await createSessions({ store }).list("alice")).toEqual([]);
    expect(await userAt(pair.primary, second)).toBe(undefined);
  });

  it("logouts do not wait for one another: all are done at once, and fail in time", async () => {
    const store = open(pair.primary, CONFIRMED);
    const keys = Array.from({ length: 30 }, (_none, i) => `key ${i}`);
    for (const key of keys) await store.create(key, record);
    pair.network.blackhole();
    const endings: Promise<unknown>[] = [];
    for (const key of keys) {
      const ending = store.delete(key);
      ending.catch(() => undefined); // It is looked at later.
      endings.push(ending);
      await until("it is done", async () => (await store.read(key)) === undefined);
    }
    const failures = reasons(await settled(endings, 2000 + 3000));
    expect(failures).toHaveLength(keys.length);
    for (const failure of failures) expect(failure).toMatchObject(UNCONFIRMED);
  });

  it("who signs in, or gets a new token, does not wait for replicas", async () => {
    const sessions = createSessions({ store: open(pair.primary, CONFIRMED) });
    const browser = new Browser(sessions);
    await browser.visit((session) => Object.assign(session, { cart: ["tea"] }));
    pair.network.blackhole();
    await browser.visit((session) => session.login("alice", { keep: ["cart"] }));
    await browser.visit((session) => session.rotate());
    await browser.visit((session) => session.login("alice"));
    expect(await browser.visit((session) => ({ ...session }))).toEqual({ cart: ["tea"] });
  });

  it("while a logout waits, other requests do not", async () => {
    const store = open(pair.primary, CONFIRMED);
    for (const key of ["ends", "stays"]) await store.create(key, record);
    pair.network.blackhole();
    let answered = false;
    const ending = store.delete("ends").finally(() => (answered = true));
    ending.catch(() => undefined);
    await until("it waits", async () =>
      String(await pair.primary.command("CLIENT", "LIST")).includes("cmd=wait"),
    );
    expect(await store.read("stays")).toBeDefined();
    expect(answered).toBe(false);
    await expect(ending).rejects.toMatchObject(UNCONFIRMED);
  });

  it("who finds it done by another process waits as well", async () => {
    await open(pair.primary).create("twice", record);
    await pair.inStep();
    pair.network.blackhole();
    await expect(open(pair.primary, CONFIRMED).delete("twice")).rejects.toMatchObject(UNCONFIRMED);
    await expect(open(pair.primary, CONFIRMED).delete("twice")).rejects.toMatchObject(UNCONFIRMED);
  });

  it.each([1, 2, 3])("what has ended stays so, round %d", async () => {
    const store = open(pair.primary, CONFIRMED);
    const keys = Array.from({ length: 30 }, (_none, i) => `key ${i}`);
    for (const key of keys) await store.create(key, record);
    await pair.inStep();
    // Without waiting, all would be answered before the replica has any.
    pair.network.delay(20);
    const ended: string[] = [];
    let killed: Promise<void> | undefined;
    await Promise.allSettled(
      keys.map(async (key, i) => {
        if (i >= 10) await store.read(key);
        if (i >= 20) await store.read(key);
        expect(await store.delete(key)).toBe("ok");
        ended.push(key);
        killed ??= pair.failOver();
      }),
    );
    await killed;
    expect(ended.length).toBeGreaterThan(0);
    const survivor = open(pair.replica);
    for (const key of ended) expect(await survivor.read(key)).toBe(undefined);
  });

  it("a connection that breaks before the replicas are asked confirms nothing", async () => {
    await open(pair.primary).create("broken", record);
    const store = open(pair.primary, CONFIRMED, (client) =>
      interrupted(client, async (connection) => {
        await pair.primary.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await until("the connection is lost", () => connection.status !== "ready");
        await until("there is another", () => connection.status === "ready");
      }),
    );
    await expect(store.delete("broken")).rejects.toMatchObject(UNCONFIRMED);
    expect(await open(pair.primary).read("broken")).toBe(undefined);
  });

  it("the first call of a process may be a logout", async () => {
    await open(pair.primary).create("first", record);
    expect(await open(pair.primary, CONFIRMED).delete("first")).toBe("ok");
  });
});
