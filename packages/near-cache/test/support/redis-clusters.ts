import type { NearCache } from "@sess/near-cache";
import { redisStore } from "@sess/store-redis";
import {
  startCluster,
  until,
  type ClusterOptions,
  type RedisCluster,
  type RedisServer,
} from "@sess/test-redis";
import { Cluster } from "ioredis";
import { hits, openCache, record } from "./redis-app.js";
import { startNetwork, type Network } from "./redis-network.js";

/** A cluster with a network of its own between one process and each node. */
export interface NettedCluster {
  readonly cluster: RedisCluster;
  /** The process that is looked at: its commands and its feeds go through the networks. */
  readonly cache: NearCache;
  networkTo(node: RedisServer): Network;
  /** Somebody else, whom the networks do not concern. */
  endElsewhere(key: string): Promise<void>;
  /** The key of a record that a node serves, answered from memory already. */
  keyAt(node: RedisServer): Promise<string>;
  slotOf(key: string): Promise<number>;
  stop(): Promise<void>;
}

export async function startNetted(options: ClusterOptions = {}): Promise<NettedCluster> {
  const cluster = await startCluster({ ...options, config: { "enable-debug-command": "yes" } });
  const { nodes, startupNodes } = cluster;
  const networks = await Promise.all(nodes.map(({ port }) => startNetwork(port)));
  const natMap = Object.fromEntries(nodes.map(({ host, port }, i) => [`${host}:${port}`, networks[i]!]));
  const cache = openCache(new Cluster([networks[0]!], { natMap, lazyConnect: true }));
  const elsewhere = redisStore(new Cluster(startupNodes, { lazyConnect: true }));
  let made = 0;

  const slotOf = async (key: string): Promise<number> =>
    Number(await nodes.find(({ pid }) => pid !== undefined)!.command("CLUSTER", "KEYSLOT", `sess:${key}`));
  return {
    cluster,
    cache,
    slotOf,
    networkTo: (node) => networks[nodes.indexOf(node)]!,
    async endElsewhere(key) {
      await until("it is ended", async () => (await elsewhere.delete(key)) === "ok", 30_000);
    },
    async keyAt(node) {
      for (;;) {
        const key = `key ${made++}`;
        if ((await cluster.primaryOf(await slotOf(key))) !== node) continue;
        await until("there is a record", () => cache.create(key, record), 20_000);
        await hits(cache, key);
        return key;
      }
    },
    async stop() {
      await cache.close();
      await elsewhere.close?.();
      for (const network of networks) await network.stop();
      await cluster.stop();
    },
  };
}
