import { startRedis, type RedisServer } from "@sess/test-redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openApp, type App } from "./support/app.js";
import { Browser } from "./support/browser.js";
import { CLIENTS } from "./support/clients.js";
import { causeOf, expectUnavailable } from "./support/settle.js";

const IDLE_MS = 60_000;

describe.each(CLIENTS)("%s: a server that is full, and may evict nothing,", (_, makeClient) => {
  let server: RedisServer;
  let app: App;

  beforeAll(async () => {
    server = await startRedis({ config: { "maxmemory-policy": "noeviction" } });
    app = openApp(makeClient({ port: server.port }));
  });

  afterAll(async () => {
    await app.sessions.close();
    await server.stop();
  });

  async function full<T>(work: () => Promise<T>): Promise<T> {
    await server.command("CONFIG", "SET", "maxmemory", 1);
    try {
      return await work();
    } finally {
      await server.command("CONFIG", "SET", "maxmemory", 0);
    }
  }

  async function loggedIn(user: string): Promise<Browser> {
    const browser = new Browser(app.sessions);
    await browser.visit((session) => session.login(user, { data: { cart: "tea" } }));
    return browser;
  }

  /** Fails with the server's word for it, and changes nothing that others can see. */
  async function refused(work: Promise<unknown>): Promise<void> {
    const error: unknown = await work.catch((failure: unknown) => failure);
    expectUnavailable(error, /Redis is full.*Raise maxmemory/);
    expect(causeOf(error)).toMatchObject({ name: "RedisStoreError", code: "OOM" });
  }

  const content = (browser: Browser): Promise<object> => browser.visit((session) => ({ ...session }));
  const all = async (): Promise<unknown> => ((await server.command("KEYS", "*")) as string[]).sort();

  it("still reads", async () => {
    const browser = await loggedIn("reader");
    expect(await full(() => content(browser))).toEqual({ cart: "tea" });
    expect(await full(() => app.sessions.list("reader"))).toHaveLength(1);
  });

  it("still moves deadlines", async () => {
    const expiresAt = Date.now() + IDLE_MS;
    await app.store.create("key", { fields: { a: "1" }, expiresAt, anonymous: true });
    const later = expiresAt + IDLE_MS;
    const touched = await full(() => app.store.patch("key", { expiresAt: later }));
    expect(touched).toEqual({ status: "ok", version: 1 });
    expect(await app.store.read("key")).toEqual({ fields: { a: "1" }, version: 1, expiresAt: later });
    expect(await server.command("PEXPIRETIME", "sess:key")).toBe(later);
  });

  it("still ends sessions, one or all of a user", async () => {
    const [one, two, three] = [await loggedIn("leaver"), await loggedIn("leaver"), await loggedIn("leaver")];
    await full(() => one.visit((session) => session.logout()));
    expect(await app.sessions.list("leaver")).toHaveLength(2);
    expect(await full(() => app.sessions.revokeUser("leaver"))).toBe(2);
    for (const browser of [one, two, three]) {
      expect(await browser.visit((session) => session.userId)).toBe(undefined);
    }
  });

  it("refuses what needs room, and nothing is half done", async () => {
    const browser = await loggedIn("writer");
    const [cookie, keys] = [browser.cookie, await all()];
    await full(async () => {
      await refused(browser.visit((session) => Object.assign(session, { cart: "coffee" })));
      await refused(browser.visit((session) => session.rotate()));
      await refused(new Browser(app.sessions).visit((session) => Object.assign(session, { cart: "milk" })));
      await refused(new Browser(app.sessions).visit((session) => session.login("writer")));
    });
    expect(browser.cookie).toBe(cookie);
    expect(await all()).toEqual(keys);
    expect(await content(browser)).toEqual({ cart: "tea" });
    // The list may name sessions that never came to be; it must not miss one that did.
    expect(await app.sessions.list("writer")).toHaveLength(1);
    expect(await app.sessions.revokeUser("writer")).toBe(1);
    expect(await browser.visit((session) => session.userId)).toBe(undefined);
  });
});
