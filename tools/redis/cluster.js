import { findBinary } from "./binary.js";
import { agreed, idOf, slots, slotsOf } from "./cluster-view.js";
import { start } from "./server.js";
import { until } from "./until.js";

/** @typedef {import("./index.js").RedisServer} RedisServer */

const defaults = {
  "cluster-enabled": "yes",
  "cluster-config-file": "nodes.conf",
  "cluster-node-timeout": 1000,
  // Slots that are served are served, whatever happens to the others.
  "cluster-require-full-coverage": "no",
  // A replica takes over however old its data are, and stays with its primary.
  "cluster-replica-validity-factor": 0,
  "cluster-allow-replica-migration": "no",
};

/** @type {typeof import("./index.js").startCluster} */
export async function startCluster({ primaries = 3, replicas = 0, flavour, config } = {}) {
  const binary = await findBinary(flavour);
  const starting = Array.from({ length: primaries * (1 + replicas) }, () =>
    start(binary, { config: { ...defaults, ...config } }),
  );
  const settled = await Promise.allSettled(starting);
  const nodes = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const stop = async () => void (await Promise.all(nodes.map((node) => node.stop())));
  const living = () => nodes.filter(({ pid }) => pid !== undefined);

  /** @type {import("./index.js").RedisCluster["primaryOf"]} */
  async function primaryOf(slot) {
    const [node] = living();
    if (node === undefined) throw new Error("All nodes are down");
    const range = (await slotsOf(node)).find(([first, last]) => first <= slot && slot <= last);
    const owner = nodes.find(({ port }) => port === range?.[2]?.[1]);
    if (owner === undefined) throw new Error(`Nobody serves slot ${slot}`);
    return owner;
  }

  /** @type {import("./index.js").RedisCluster["moveSlot"]} */
  async function moveSlot(slot, to, whileMoving = async () => {}) {
    const from = await primaryOf(slot);
    const [fromId, toId] = await Promise.all([idOf(from), idOf(to)]);
    await to.command("CLUSTER", "SETSLOT", slot, "IMPORTING", fromId);
    await from.command("CLUSTER", "SETSLOT", slot, "MIGRATING", toId);
    for (;;) {
      const keys = /** @type {string[]} */ (await from.command("CLUSTER", "GETKEYSINSLOT", slot, 100));
      if (keys.length === 0) break;
      await from.command("MIGRATE", to.host, to.port, "", 0, 5000, "KEYS", ...keys);
    }
    await whileMoving();
    // The new node first: the slot is never without one. The others would learn it by gossip, later.
    const others = (await primaryNodes()).filter((node) => node !== to && node !== from);
    for (const node of [to, from, ...others]) await node.command("CLUSTER", "SETSLOT", slot, "NODE", toId);
    await until(`slot ${slot} is served by port ${to.port}, all agree`, async () => {
      return (await primaryOf(slot)) === to && (await agreed(living()));
    });
  }

  async function primaryNodes() {
    const roles = await Promise.all(living().map((node) => node.command("ROLE")));
    return living().filter((_, index) => /** @type {string[]} */ (roles[index])[0] === "master");
  }

  /** @type {import("./index.js").RedisCluster["failover"]} */
  async function failover(primary) {
    const range = (await slotsOf(primary)).find(([, , [, port]]) => port === primary.port);
    if (range === undefined || range.length < 4) throw new Error(`${primary.url} has no slot, or no replica`);
    await primary.kill();
    await until(
      `the replica of port ${primary.port} has taken over, all agree`,
      () => agreed(living()),
      30_000,
    );
    return primaryOf(range[0]);
  }

  try {
    for (const one of settled) if (one.status === "rejected") throw one.reason;
    await join(nodes.slice(0, primaries), nodes.slice(primaries));
    await until("all nodes of the cluster agree", () => agreed(nodes, replicas), 30_000);
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    nodes,
    startupNodes: nodes.map(({ host, port }) => ({ host, port })),
    primaryOf,
    moveSlot,
    failover,
    stop,
  };
}

/**
 * Introduces everybody to everybody, so that nobody waits for gossip, and deals out the slots.
 *
 * @param {RedisServer[]} primaries
 * @param {RedisServer[]} replicas each of the primary at its own index
 */
async function join(primaries, replicas) {
  const nodes = [...primaries, ...replicas];
  const share = slots / primaries.length;
  await Promise.all(nodes.map((node, index) => node.command("CLUSTER", "SET-CONFIG-EPOCH", index + 1)));
  await Promise.all(
    primaries.map((node, index) => {
      const [first, last] = [Math.round(index * share), Math.round((index + 1) * share) - 1];
      return node.command("CLUSTER", "ADDSLOTSRANGE", first, last);
    }),
  );
  for (const node of nodes) {
    const others = nodes.filter((other) => other !== node);
    await Promise.all(others.map(({ host, port }) => node.command("CLUSTER", "MEET", host, port)));
  }
  await Promise.all(
    replicas.map(async (replica, index) => {
      const id = await idOf(/** @type {RedisServer} */ (primaries[index]));
      await until("a replica knows its primary", async () =>
        String(await replica.command("CLUSTER", "NODES")).includes(id),
      );
      await replica.command("CLUSTER", "REPLICATE", id);
    }),
  );
}
