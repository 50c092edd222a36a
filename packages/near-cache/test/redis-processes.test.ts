import { startRedis } from "@sess/test-redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MAX_STALE_MS } from "./support/redis-app.js";
import { buildChild, removeChild, startChild } from "./support/redis-children.js";
import { networkFaults, restart, serverFaults } from "./support/redis-faults.js";
import { disturb, historiesOf } from "./support/redis-fleet.js";
import { judge } from "./support/redis-history.js";
import { Lives, machineMs } from "./support/redis-lives.js";
import { startNetwork } from "./support/redis-network.js";
import { randomOf, seedOfRun, shuffled } from "@sess/test-random";

const PROCESSES = 2;

describe(`processes that know nothing of each other (SESS_SEED=${seedOfRun})`, () => {
  beforeAll(buildChild);
  afterAll(removeChild);

  it("keep the bound among them, by the machine's clock", async () => {
    const random = randomOf(seedOfRun);
    const server = await startRedis();
    const networks = await Promise.all(Array.from({ length: PROCESSES }, () => startNetwork(server.port)));
    const lives = new Lives(machineMs(), PROCESSES);
    const nodes = networks.map(({ port }, number) => startChild(port, number, lives, seedOfRun));
    const faults = [...shuffled([...networkFaults, ...serverFaults], random).slice(0, 6), restart];
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
  });
});
