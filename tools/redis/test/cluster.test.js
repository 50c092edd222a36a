import { afterAll, beforeAll, expect, test } from "vitest";
import { startCluster, until } from "../index.js";

/** @typedef {import("../index.js").RedisServer} RedisServer */

/** @type {import("../index.js").RedisCluster} */
let cluster;
beforeAll(async () => {
  cluster = await startCluster({ primaries: 3, replicas: 1 });
});
afterAll(() => cluster?.stop());

/** @param {string} key */
async function slotOf(key) {
  const [node] = cluster.nodes;
  return Number(await node?.command("CLUSTER", "KEYSLOT", key));
}

/** Another primary than this one. @param {RedisServer} owner */
const otherThan = (owner) =>
  /** @type {RedisServer} */ (cluster.nodes.slice(0, 3).find((node) => node !== owner));

test("ready means that everybody agrees, and every primary has its replica", async () => {
  expect(cluster.nodes).toHaveLength(6);
  expect(cluster.startupNodes).toHaveLength(6);
  const owners = await Promise.all([0, 8000, 16_383].map(cluster.primaryOf));
  expect(owners).toEqual(cluster.nodes.slice(0, 3));
  for (const node of cluster.nodes) {
    const ranges = /** @type {unknown[][]} */ (await node.command("CLUSTER", "SLOTS"));
    expect(ranges.map((range) => range.length)).toEqual([4, 4, 4]);
  }
});

test("a slot moves with its keys; meanwhile ASK, then MOVED", async () => {
  const slot = await slotOf("{ada}cart");
  const from = await cluster.primaryOf(slot);
  const to = otherThan(from);
  for (let index = 0; index < 250; index++) await from.command("SET", `{ada}${index}`, index);
  await from.command("SET", "{ada}cart", "book");
  await cluster.moveSlot(slot, to, async () => {
    await expect(from.command("GET", "{ada}cart")).rejects.toThrow(`ASK ${slot} 127.0.0.1:${to.port}`);
  });
  await expect(from.command("GET", "{ada}cart")).rejects.toThrow(`MOVED ${slot} 127.0.0.1:${to.port}`);
  expect(await to.command("GET", "{ada}cart")).toBe("book");
  expect(await to.command("CLUSTER", "COUNTKEYSINSLOT", slot)).toBe(251);
  expect(await cluster.primaryOf(slot)).toBe(to);
});

test("a replica takes over, with the keys; the killed primary comes back as its replica", async () => {
  const slot = await slotOf("eve");
  const primary = await cluster.primaryOf(slot);
  await primary.command("SET", "eve", "pen");
  const heir = await cluster.failover(primary);
  expect(heir).not.toBe(primary);
  expect(await cluster.primaryOf(slot)).toBe(heir);
  expect(await heir.command("GET", "eve")).toBe("pen");
  await primary.restart();
  await until("it is a replica", async () => {
    const [role] = /** @type {unknown[]} */ (await primary.command("ROLE"));
    return role === "slave";
  });
});
