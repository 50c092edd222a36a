import { setTimeout as sleep } from "node:timers/promises";
import type { RedisServer } from "@sess/test-redis";
import type { Network, Part } from "./redis-network.js";
import { type Random, shuffled } from "@sess/test-random";

/** What can be broken. */
export interface Scene {
  readonly server: RedisServer;
  /** From each process to the server. */
  readonly networks: readonly Network[];
  readonly random: Random;
}

export interface Fault {
  readonly name: string;
  /** Lasts about so long, and is over then. */
  happen(scene: Scene, ms: number): Promise<unknown>;
}

const PARTS: readonly Part[] = ["feed", "commands", "all"];

/** Some of them, at least one. */
function some(networks: readonly Network[], random: Random): Network[] {
  return shuffled(networks, random).slice(0, 1 + random(networks.length));
}

function partition(name: string, part: Part, begin: (network: Network) => void): Fault {
  return {
    name: `${name} ${part}`,
    async happen({ networks, random }, ms) {
      const victims = some(networks, random);
      victims.forEach(begin);
      await sleep(ms);
      for (const victim of victims) victim.heal();
    },
  };
}

export const networkFaults: readonly Fault[] = PARTS.flatMap((part) => [
  partition("cut", part, (network) => network.cut(part)),
  partition("stall", part, (network) => network.stall(part)),
  partition("delay answers to", part, (network) => network.delayAnswers(part)),
  partition("swallow", part, (network) => network.swallow(part)),
]);

export const serverFaults: readonly Fault[] = [
  { name: "kill feeds", happen: ({ server }) => server.command("CLIENT", "KILL", "TYPE", "pubsub") },
  { name: "kill commands", happen: ({ server }) => server.command("CLIENT", "KILL", "TYPE", "normal") },
  {
    name: "pause",
    async happen({ server }, ms) {
      server.pause();
      await sleep(ms);
      server.resume();
    },
  },
];

export const restart: Fault = { name: "restart", happen: ({ server }) => server.restart() };
