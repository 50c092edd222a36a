import { startRedis } from "@sess/test-redis";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { MAX_STALE_MS, openCache } from "./support/redis-app.js";
import { type Fault, networkFaults, restart, serverFaults } from "./support/redis-faults.js";
import { disturb, historiesOf } from "./support/redis-fleet.js";
import { judge } from "./support/redis-history.js";
import { Lives, machineMs } from "./support/redis-lives.js";
import { startNetwork } from "./support/redis-network.js";
import { LocalNode } from "./support/redis-node.js";
import { randomOf, seedOfRun, shuffled } from "@sess/test-random";

const NODES = 3;

describe.concurrent(`whatever happens to the network (SESS_SEED=${seedOfRun})`, () => {
  it.each<[string, readonly Fault[], Record<string, string>]>([
    ["and to a server that keeps nothing", [...networkFaults, ...serverFaults, restart], {}],
    [
      "and to a server that keeps everything",
      [restart, ...serverFaults, restart],
      { appendonly: "yes", appendfsync: "always" },
    ],
  ])("%s, nobody is told of a state from before the bound", async (_, faults, config) => {
    const random = randomOf(seedOfRun);
    const server = await startRedis({ config });
    const networks = await Promise.all(Array.from({ length: NODES }, () => startNetwork(server.port)));
    const lives = new Lives(machineMs(), NODES);
    const nodes = networks.map(({ port }, number) => {
      const cache = openCache(new Redis({ port, lazyConnect: true }));
      return new LocalNode(cache, lives, number, randomOf(seedOfRun + number));
    });
    await disturb(nodes, shuffled(faults, random), { server, networks, random });
    const histories = await historiesOf(nodes);
    for (const network of networks) await network.stop();
    await server.stop();

    const { broken, ...saw } = judge(histories, [], MAX_STALE_MS);
    expect(broken).toEqual([]);
    expect(saw.stale).toBeGreaterThan(0);
    for (const { told, invalidated } of histories) {
      expect(told.length).toBeGreaterThan(0);
      expect(invalidated).toBeGreaterThan(0);
    }
    expect(histories.reduce((sum, { failed }) => sum + failed, 0)).toBeGreaterThan(0);
  });
});
