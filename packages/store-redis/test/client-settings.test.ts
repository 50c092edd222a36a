import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProxy, startRedis } from "@sess/test-redis";
import { redisStore } from "@sess/store-redis";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { CLIENTS } from "./support/clients.js";
import { useEverything } from "./support/every-use.js";

const record = { fields: { a: "1" }, expiresAt: Date.now() + 600_000, anonymous: true };

describe.each(CLIENTS)("%s: the store takes over", (_, makeClient) => {
  it("TLS, and whom the client trusts (D-17)", async () => {
    const server = await startRedis({ tls: true });
    const address = { host: server.host, port: server.port };
    await useEverything(makeClient({ ...address, tls: { ca: server.ca ?? "" } }));
    await expect(useEverything(makeClient({ ...address, tls: { ca: "" } }))).rejects.toThrow(/certificate/);
    await expect(useEverything(makeClient(address))).rejects.toThrow(/no connection to Redis/);
    await server.stop();
  });

  it("a Unix socket", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sess-"));
    const path = join(folder, "redis.sock");
    const server = await startRedis({ config: { unixsocket: path } });
    await useEverything(makeClient({ path }));
    await server.stop();
    await rm(folder, { recursive: true });
  });

  it("database, keyPrefix, user and password", async () => {
    const server = await startRedis();
    const prefix = "shop:live:";
    const rules = ["on", ">word", `~${prefix}*`, `&${prefix}*`, "+@all"];
    await server.command("ACL", "SETUSER", "shop", ...rules);
    const login = { username: "shop", password: "word" };
    const client = makeClient({ port: server.port, db: 3, keyPrefix: "shop:", ...login });
    await useEverything(client, { prefix: "live:" });

    const store = redisStore(client, { prefix: "live:" });
    await store.create("key", record);
    await store.users.add("user", "key", record.expiresAt);
    const admin = new Redis({ port: server.port, db: 3 });
    const keys = await admin.keys("*");
    expect(keys.every((key) => key.startsWith(prefix))).toBe(true);
    expect(keys).toHaveLength(2);
    await admin.select(0);
    expect(await admin.dbsize()).toBe(0);
    admin.disconnect();
    await store.close();
    await server.stop();
  });

  it("lazyConnect: it connects when it is used for the first time", async () => {
    const server = await startRedis();
    const proxy = await startProxy(server.port);
    const client = makeClient({ port: proxy.port });
    const store = redisStore(client);
    const connections = async (): Promise<number> => {
      const clients = String(await server.command("CLIENT", "LIST", "TYPE", "normal"));
      // One of them asks.
      return clients.trim().split("\n").length - 1;
    };
    expect(await connections()).toBe(0);
    await Promise.all([store.read("a"), store.patch("b", {}), store.read("c")]);
    expect(await connections()).toBe(1);
    expect(client).toMatchObject({ status: "wait" });
    await store.close();
    await proxy.stop();
    await server.stop();
  });
});

describe("the client that was passed in", () => {
  it("gets no command, and no listener", async () => {
    const server = await startRedis();
    const client = new Redis({ port: server.port });
    await client.ping();
    const listeners = (): [string | symbol, number][] =>
      client.eventNames().map((name) => [name, client.listenerCount(name)]);
    const before = listeners();
    const own = `id=${await client.client("ID")} `;
    const lastCommand = async (): Promise<string | undefined> => {
      const all = String(await server.command("CLIENT", "LIST")).split("\n");
      return /cmd=(\S+)/.exec(all.find((line) => line.startsWith(own)) ?? "")?.[1];
    };
    expect(await lastCommand()).toBe("client|id");
    await useEverything(client);
    expect(await lastCommand()).toBe("client|id");
    expect(listeners()).toEqual(before);
    expect(await client.ping()).toBe("PONG");
    client.disconnect();
    await server.stop();
  });
});
