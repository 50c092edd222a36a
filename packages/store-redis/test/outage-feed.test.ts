import { startProxy, startRedis, until, type Proxy, type RedisServer } from "@sess/test-redis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openApp, type App } from "./support/app.js";
import { CLIENTS } from "./support/clients.js";

const record = { fields: { a: "1" }, expiresAt: Date.now() + 600_000, anonymous: true };

describe.each(CLIENTS)("%s: whoever listens to changes", (_, makeClient) => {
  let server: RedisServer;
  let proxy: Proxy;
  let app: App;

  beforeEach(async () => {
    server = await startRedis();
    proxy = await startProxy(server.port);
    app = openApp(makeClient({ port: proxy.port }));
  });

  afterEach(async () => {
    await app.sessions.close();
    await proxy.stop();
    await server.stop();
  });

  async function listeners(): Promise<number> {
    const [, count] = (await server.command("PUBSUB", "NUMSUB", "sess:changed")) as [string, number];
    return count;
  }

  // An unhandled rejection ends a process, and fails this run.
  it("survives a connection that breaks while it subscribes again", async () => {
    const heard: string[] = [];
    const feed = app.store.invalidations.listen((key) => heard.push(key));
    await until("it listens", () => feed.sourceOf("key"));
    for (let round = 0; round < 2; round++) {
      proxy.delay(0);
      await proxy.cut();
      await until("the server knows", async () => (await listeners()) === 0);
      proxy.delay(200);
      await proxy.heal();
      // Now the answer is under way.
      await until("it subscribes again", listeners);
    }
    await proxy.cut();
    proxy.delay(0);
    await proxy.heal();
    const source = await until("it listens", () => feed.sourceOf("key"));
    await app.store.create("key", record);
    await app.store.delete("key");
    await source.barrier();
    expect(heard).toEqual(["key"]);
    await feed.close();
  });

  it("has another source when records are read on another connection", async () => {
    const feed = app.store.invalidations.listen(() => undefined);
    const source = await until("it listens", () => feed.sourceOf("key"));
    await source.barrier();
    await server.command("CLIENT", "KILL", "TYPE", "normal");
    const next = await until("there is another", async () => {
      await app.store.read("key");
      const now = feed.sourceOf("key");
      return now === source ? undefined : now;
    });
    expect(await listeners()).toBe(1);
    await expect(source.barrier()).rejects.toMatchObject({ name: "RedisStoreError", code: "CONNECTION" });
    await next.barrier();
    await feed.close();
  });

  it("learns at once that nothing is known any more", async () => {
    const feed = app.store.invalidations.listen(() => undefined);
    const source = await until("it listens", () => feed.sourceOf("key"));
    proxy.blackhole();
    await expect(source.barrier()).rejects.toMatchObject({ name: "RedisStoreError", code: "CONNECTION" });
    expect(feed.sourceOf("key")).not.toBe(source);
    await proxy.heal();
    const next = await until("it listens again", () => feed.sourceOf("key"));
    expect(next).not.toBe(source);
    await next.barrier();
    await feed.close();
    expect(feed.sourceOf("key")).toBe(undefined);
  });
});
