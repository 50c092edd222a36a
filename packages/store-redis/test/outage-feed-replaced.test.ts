import { startRedis, until, type RedisServer } from "@sess/test-redis";
import { redisStore, type RedisStore } from "@sess/store-redis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CLIENTS } from "./support/clients.js";

const record = { fields: { a: "1" }, expiresAt: Date.now() + 600_000, anonymous: true };

describe.each(CLIENTS)("%s: a primary that is made a replica under an open connection", (_, makeClient) => {
  let server: RedisServer;
  let other: RedisServer;
  let store: RedisStore;

  beforeEach(async () => {
    [server, other] = await Promise.all([startRedis(), startRedis()]);
    store = redisStore(makeClient({ port: server.port }));
  });

  afterEach(async () => {
    await store.close();
    await Promise.all([server.stop(), other.stop()]);
  });

  it("grants no barrier; and a new source, when it is a primary again", async () => {
    const heard: string[] = [];
    const feed = store.invalidations.listen((key) => heard.push(key));
    const source = await until("it listens", () => feed.sourceOf("key"));
    await source.barrier();
    await server.command("REPLICAOF", other.host, other.port);
    await expect(source.barrier()).rejects.toMatchObject({ name: "RedisStoreError", code: "PRIMARY" });
    expect(feed.sourceOf("key")).toBe(undefined);

    await server.command("REPLICAOF", "NO", "ONE");
    const next = await until("it listens again", () => feed.sourceOf("key"));
    await next.barrier();
    await store.create("key", record);
    await store.delete("key");
    await next.barrier();
    expect(heard).toEqual(["key"]);
    await feed.close();
  });

  it("grants none either when it was a replica only in between", async () => {
    const feed = store.invalidations.listen(() => undefined);
    const source = await until("it listens", () => feed.sourceOf("key"));
    await source.barrier();
    await server.command("REPLICAOF", other.host, other.port);
    await server.command("REPLICAOF", "NO", "ONE");
    await expect(source.barrier()).rejects.toMatchObject({ code: "PRIMARY" });
    const next = await until("it listens again", () => feed.sourceOf("key"));
    await next.barrier();
    await feed.close();
  });
});
