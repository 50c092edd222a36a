import type { RedisCluster } from "@sess/test-redis";
import type { RedisClient } from "@sess/store-redis";
import { Cluster } from "ioredis";
import { Cluster as Cluster5 } from "ioredis5";
import { slotOf } from "../../src/slot.js";

export type MakeCluster = (cluster: RedisCluster, password?: string) => RedisClient;

/** Both versions of the client that the store is made for. They serve as a pattern, and never connect. */
export const CLUSTERS: readonly (readonly [name: string, make: MakeCluster])[] = [
  ["ioredis 6", ({ startupNodes }, password) => new Cluster(startupNodes, optionsOf(password))],
  ["ioredis 5", ({ startupNodes }, password) => new Cluster5(startupNodes, optionsOf(password))],
];

function optionsOf(password: string | undefined): { lazyConnect: true; redisOptions?: { password: string } } {
  return { lazyConnect: true, ...(password !== undefined && { redisOptions: { password } }) };
}

let made = 0;

/** A text that is not used yet, of which `nameOf` makes a name in the slot. */
function inSlot(slot: number, nameOf: (text: string) => string): string {
  for (;;) {
    const text = `${made++}`;
    if (slotOf(nameOf(text)) === slot) return text;
  }
}

/** The key of a record in the slot, with the store's usual prefix. */
export function keyIn(slot: number): string {
  return inSlot(slot, (key) => `sess:${key}`);
}
