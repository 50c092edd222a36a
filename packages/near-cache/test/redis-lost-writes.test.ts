import { setTimeout as sleep } from "node:timers/promises";
import { startRedis, startSentinel, until, type RedisServer } from "@sess/test-redis";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { MAX_STALE_MS, openCache } from "./support/redis-app.js";
import { type Audit, audited, lossesOf } from "./support/redis-audit.js";
import { allHit, historiesOf } from "./support/redis-fleet.js";
import { judge } from "./support/redis-history.js";
import { LIFE_MS, Lives, machineMs } from "./support/redis-lives.js";
import { LocalNode, type Node } from "./support/redis-node.js";
import { randomOf, seedOfRun } from "@sess/test-random";

const NODES = 3;

function startNodes(makeClient: () => Redis): LocalNode[] {
  // A failover takes longer than two lives.
  const lives = new Lives(machineMs(), NODES, 8);
  return Array.from({ length: NODES }, (_, number) => {
    const cache = openCache(makeClient());
    return new LocalNode(cache, lives, number, randomOf(seedOfRun + number));
  });
}

/** What Redis has lost is found out while nobody writes: it alone is excused. */
async function expectBoundKept(nodes: readonly Node[], audits: readonly Audit[]): Promise<void> {
  const histories = await historiesOf(nodes);
  const losses = lossesOf(histories, audits);
  expect(losses.length).toBeGreaterThan(0);
  expect(judge(histories, losses, MAX_STALE_MS).broken).toEqual([]);
  // Without the excuse there would be something to complain of: it was looked at.
  expect(judge(histories, [], MAX_STALE_MS).broken).not.toEqual([]);
}

describe.concurrent(`when Redis itself loses what it had acknowledged (SESS_SEED=${seedOfRun})`, () => {
  it("in a restart from an old snapshot, the bound holds for all the rest", async () => {
    const server = await startRedis();
    const nodes = startNodes(() => new Redis({ port: server.port, lazyConnect: true }));
    const audits: Audit[] = [];
    for (let round = 0; round < 2; round++) {
      await allHit(nodes);
      await server.command("SAVE");
      await sleep(LIFE_MS);
      for (const node of nodes) await node.hold();
      audits.push(
        await audited(async () => {
          await server.restart();
          return server;
        }),
      );
      for (const node of nodes) await node.release();
    }
    await allHit(nodes);
    await expectBoundKept(nodes, audits);
    await server.stop();
  });

  it("in a failover to a replica that lagged behind, the bound holds for all the rest", async () => {
    const sentinel = await startSentinel();
    const { sentinels, name } = sentinel;
    const nodes = startNodes(() => new Redis({ sentinels, name, lazyConnect: true }));
    const audits: Audit[] = [];
    for (let round = 0; round < 2; round++) {
      await allHit(nodes);
      const old = sentinel.primary;
      await refuseReplicas(old);
      await sleep(LIFE_MS);
      const held = nodes.map((node) => node.hold());
      audits.push(await audited(() => sentinel.failover()));
      await Promise.all(held);
      for (const node of nodes) await node.release();
      await old.restart();
      await follow(old, sentinel.primary);
    }
    await allHit(nodes);
    await expectBoundKept(nodes, audits);
    await sentinel.stop();
  });
});

async function refuseReplicas(primary: RedisServer): Promise<void> {
  await primary.command("ACL", "SETUSER", "default", "-psync", "-sync");
  await primary.command("CLIENT", "KILL", "TYPE", "replica");
}

async function follow(replica: RedisServer, primary: RedisServer): Promise<void> {
  await replica.command("REPLICAOF", primary.host, primary.port);
  await until("the replica is in step", async () =>
    String(await replica.command("INFO", "replication")).includes("master_link_status:up"),
  );
}
