import { randomOf, seedOfRun, shuffled } from "@sess/test-random";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { openCache } from "./support/redis-app.js";
import { type Fault, networkFaults, restart, serverFaults } from "./support/redis-faults.js";
import { LocalNode } from "./support/redis-node.js";
import { keepTheBound } from "./support/redis-trial.js";

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
    const histories = await keepTheBound({
      nodes: 3,
      config,
      faults: shuffled(faults, random),
      random,
      start(port, number, lives) {
        const cache = openCache(new Redis({ port, lazyConnect: true }));
        return new LocalNode(cache, lives, number, randomOf(seedOfRun + number));
      },
    });
    expect(histories.reduce((sum, { failed }) => sum + failed, 0)).toBeGreaterThan(0);
  });
});
