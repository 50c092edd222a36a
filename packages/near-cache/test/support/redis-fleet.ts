import { setTimeout as sleep } from "node:timers/promises";
import { until } from "@sess/test-redis";
import type { Fault, Scene } from "./redis-faults.js";
import type { History } from "./redis-history.js";
import type { Node } from "./redis-node.js";

/** Some time without a disturbance, in which everybody must be answered from memory again, without a restart. */
export async function allHit(nodes: readonly Node[]): Promise<void> {
  for (const [i, node] of nodes.entries()) {
    const before = await node.hits();
    await until(`node ${i} is answered from memory`, async () => (await node.hits()) > before + 20, 20_000);
  }
}

/** Does one thing after the other to the processes, and waits each time until they are well again. */
export async function disturb(nodes: readonly Node[], faults: readonly Fault[], scene: Scene): Promise<void> {
  await allHit(nodes);
  for (const fault of faults) {
    // Long enough for a lease to end, and for half a life.
    await fault.happen(scene, 300 + scene.random(400));
    await allHit(nodes).catch((cause: unknown) => {
      throw new Error(`Not after: ${fault.name}`, { cause });
    });
    // A disturbance may meet any moment of a life.
    await sleep(scene.random(200));
  }
}

export async function historiesOf(nodes: readonly Node[]): Promise<History[]> {
  return Promise.all(nodes.map((node) => node.stop()));
}
