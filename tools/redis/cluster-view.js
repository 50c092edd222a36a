// What the nodes of a cluster know of it, and whether they know the same.

/** @typedef {import("./index.js").RedisServer} RedisServer */
/** @typedef {[host: string, port: number, id: string]} Node */
/** @typedef {[first: number, last: number, primary: Node, ...replicas: Node[]]} Range */

export const slots = 16_384;

/**
 * Who serves what, as one node sees it.
 *
 * @param {RedisServer} node
 */
export async function slotsOf(node) {
  const ranges = /** @type {Range[]} */ (await node.command("CLUSTER", "SLOTS"));
  return ranges.sort(([one], [other]) => one - other);
}

/** @param {RedisServer} node */
export const idOf = async (node) => String(await node.command("CLUSTER", "MYID"));

/**
 * True when a node would serve its slots, and is in step with its primary if it has one.
 *
 * @param {RedisServer} node
 */
async function isWell(node) {
  const state = String(await node.command("CLUSTER", "INFO"));
  const replication = String(await node.command("INFO", "replication"));
  return state.includes("cluster_state:ok") && !replication.includes("master_link_status:down");
}

/**
 * True when these nodes, all that are alive, agree on who of them serves every slot, and see so many replicas of it.
 *
 * @param {RedisServer[]} nodes
 * @param {number} [copies]
 */
export async function agreed(nodes, copies = 0) {
  const views = await Promise.all(nodes.map(slotsOf));
  const texts = views.map((view) => view.map(([first, last, [, port]]) => `${first}-${last}:${port}`).join());
  const ranges = views.flat();
  return (
    new Set(texts).size === 1 &&
    ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0) === slots * nodes.length &&
    ranges.every(([, , [, owner], ...others]) => {
      return others.length >= copies && nodes.some(({ port }) => port === owner);
    }) &&
    (await Promise.all(nodes.map(isWell))).every(Boolean)
  );
}
