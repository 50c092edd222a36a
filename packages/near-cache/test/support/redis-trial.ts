import type { Random } from "@sess/test-random";
import { startRedis } from "@sess/test-redis";
import { expect } from "vitest";
import { MAX_STALE_MS } from "./redis-app.js";
import type { Fault } from "./redis-faults.js";
import { disturb, historiesOf } from "./redis-fleet.js";
import { type History, judge } from "./redis-history.js";
import { Lives, machineMs } from "./redis-lives.js";
import { startNetwork } from "./redis-network.js";
import type { Node } from "./redis-node.js";

interface Trial {
  readonly nodes: number;
  /** The server's settings. */
  readonly config?: Record<string, string>;
  /** In the order in which they happen. */
  readonly faults: readonly Fault[];
  readonly random: Random;
  start(port: number, number: number, lives: Lives): Node;
}

/**
 * Lets things happen to nodes that reach one server over networks of their own. Fails where somebody was told of a state from before the
 * bound, and also where nobody was in danger of it.
 */
export async function keepTheBound({
  nodes: count,
  config,
  faults,
  random,
  start,
}: Trial): Promise<History[]> {
  const server = await startRedis(config && { config });
  const networks = await Promise.all(Array.from({ length: count }, () => startNetwork(server.port)));
  const lives = new Lives(machineMs(), count);
  const nodes = networks.map(({ port }, number) => start(port, number, lives));
  await disturb(nodes, faults, { server, networks, random });
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
  return histories;
}
