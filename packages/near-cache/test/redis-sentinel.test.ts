import { startSentinel, until, type RedisSentinel, type RedisServer } from "@sess/test-redis";
import type { NearCache } from "@sess/near-cache";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answersAfterTheBound, hits, openCache, record } from "./support/redis-app.js";
import { startNetwork, type Network } from "./support/redis-network.js";

/** A connection watches, and so does the one on which it is heard of changes. */
async function watchersOf(sentinel: RedisServer): Promise<number> {
  return String(await sentinel.command("CLIENT", "LIST")).split(" flags=P ").length - 1;
}

describe("behind sentinels, with a network in between", () => {
  let sentinel: RedisSentinel;
  let networks: Network[];
  let watches: Network[];
  let cache: NearCache;

  beforeAll(async () => {
    sentinel = await startSentinel();
    const { primary, replica, sentinels, name } = sentinel;
    const servers = [primary, replica];
    networks = await Promise.all(servers.map(({ port }) => startNetwork(port)));
    watches = await Promise.all(sentinels.map(({ port }) => startNetwork(port)));
    // Sentinels tell the servers' own addresses.
    const natMap = Object.fromEntries(servers.map(({ host, port }, i) => [`${host}:${port}`, networks[i]!]));
    const options = { sentinels: watches, updateSentinels: false, name, natMap, lazyConnect: true };
    cache = openCache(new Redis(options));
  });

  afterAll(async () => {
    await cache.close();
    for (const network of [...networks, ...watches]) await network.stop();
    await sentinel.stop();
  });

  it("an old primary that wakes up, and that only the news still come from, is believed no longer", async () => {
    await cache.create("key", record);
    await hits(cache, "key");
    const { primary: old, replica: next } = sentinel;
    await until("the replica has it", () => next.command("EXISTS", "sess:key"));
    // What sentinels tell of the failover is lost.
    for (const one of sentinel.sentinels)
      await until("it is watched", async () => (await watchersOf(one)) === 2);
    for (const watch of watches) watch.swallow("all");

    old.pause();
    await until(
      "all sentinels name the replica",
      async () => {
        const addresses = await Promise.all(
          sentinel.sentinels.map((one) => one.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", sentinel.name)),
        );
        return addresses.every((address) => String(address) === `${next.host},${next.port}`);
      },
      30_000,
    );
    const other = openCache(new Redis({ port: next.port, lazyConnect: true }));
    await until("it is a primary", async () => (await other.delete("key")) === "ok");
    await other.close();
    for (const watch of watches) watch.heal();
    networks[0]!.cut("commands");
    old.resume();
    // Sentinels leave it in the belief that it is a primary for eight seconds or more.
    await until("commands go to the new one", async () => cache.create("new", record));
    expect(String(await old.command("CLIENT", "LIST", "TYPE", "pubsub"))).toContain("name= ");
    expect(await answersAfterTheBound(cache, "key")).toBe(0);
    expect(String(await old.command("ROLE"))).toMatch(/^master/);
    await hits(cache, "new");
  });
});
