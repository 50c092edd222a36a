import { startRedis, until, type RedisServer } from "@sess/test-redis";
import type { NearCache } from "@sess/near-cache";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answersAfterTheBound, hits, openCache, record } from "./support/redis-app.js";
import { startNetwork, type Network } from "./support/redis-network.js";

const linkOf = async (server: RedisServer): Promise<string> =>
  String(await server.command("INFO", "replication"));

/** An address that leads to the primary, whichever that is: what managed services have in place of Sentinel. */
describe("an address that is moved to another server", () => {
  let old: RedisServer;
  let next: RedisServer;
  let network: Network;
  let cache: NearCache;

  beforeEach(async () => {
    old = await startRedis();
    next = await startRedis({ config: { replicaof: `${old.host} ${old.port}` } });
    await inStep(next);
    network = await startNetwork(old.port);
    cache = openCache(new Redis({ port: network.port, lazyConnect: true }));
    await cache.create("key", record);
    await hits(cache, "key");
    await until("the replica has it", () => next.command("EXISTS", "sess:key"));
  });

  afterEach(async () => {
    await cache.close();
    await network.stop();
    await Promise.all([old.stop(), next.stop()]);
  });

  const inStep = (replica: RedisServer): Promise<true> =>
    until(
      "the replica is in step",
      async () => (await linkOf(replica)).includes("master_link_status:up") || undefined,
    );

  /** Somebody else ends the session, at the server that is the primary. */
  async function endedAt(primary: RedisServer): Promise<void> {
    const other = openCache(new Redis({ port: primary.port, lazyConnect: true }));
    expect(await other.delete("key")).toBe("ok");
    await other.close();
  }

  it("who still listens to the old one, and asks the new one, answers nothing from memory that is out of date", async () => {
    await next.command("REPLICAOF", "NO", "ONE");
    network.lead(next.port);
    network.cut("commands");
    await until("commands go to the new one", async () => (await cache.read("other")) ?? true);
    await until("as the new one knows", async () => {
      return String(await next.command("CLIENT", "LIST", "TYPE", "normal")).includes("cmd=get");
    });
    await endedAt(next);
    expect(await answersAfterTheBound(cache, "key")).toBe(0);
    await cache.create("new", record);
    await hits(cache, "new");
  });

  it("who listens to the new one, and still asks the old one, asks the new one before long", async () => {
    await next.command("REPLICAOF", "NO", "ONE");
    network.lead(next.port);
    network.cut("feed");
    await endedAt(next);
    expect(await answersAfterTheBound(cache, "key")).toBe(0);
    await until("commands go to the new one", async () => {
      cache.near.peek("key");
      await cache.create("new", record);
      return next.command("EXISTS", "sess:new");
    });
    await hits(cache, "new");
  });

  it("a server that was a replica in between has not heard everything", async () => {
    await next.command("REPLICAOF", "NO", "ONE");
    // What the old one does on its own now is not in the new one: it has to copy everything, and hears no news of that.
    await old.command("SET", "other", 1);
    await endedAt(next);
    await old.command("REPLICAOF", next.host, next.port);
    await inStep(old);
    await old.command("REPLICAOF", "NO", "ONE");
    expect(await old.command("EXISTS", "sess:key")).toBe(0);
    expect(await answersAfterTheBound(cache, "key")).toBe(0);
    await cache.create("new", record);
    await hits(cache, "new");
  });
});
