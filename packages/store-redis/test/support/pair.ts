import { startProxy, startRedis, until, type Proxy, type RedisServer } from "@sess/test-redis";

/** A primary and its replica, with a network between them that can be broken. */
export interface Pair {
  readonly primary: RedisServer;
  readonly replica: RedisServer;
  readonly network: Proxy;
  /** Waits until the replica has as many keys as the primary. */
  inStep(): Promise<void>;
  /** The primary is gone, and the replica takes its place. */
  failOver(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPair(): Promise<Pair> {
  const primary = await startRedis();
  const network = await startProxy(primary.port);
  const replica = await startRedis({ config: { replicaof: `${network.host} ${network.port}` } });
  await until("the replica has found its primary", async () =>
    String(await replica.command("INFO", "replication")).includes("master_link_status:up"),
  );
  return {
    primary,
    replica,
    network,
    async inStep() {
      const size = Number(await primary.command("DBSIZE"));
      await until("the replica has it", async () => Number(await replica.command("DBSIZE")) === size);
    },
    async failOver() {
      await primary.kill();
      await replica.command("REPLICAOF", "NO", "ONE");
    },
    async stop() {
      await network.stop();
      await Promise.all([primary.stop(), replica.stop()]);
    },
  };
}
