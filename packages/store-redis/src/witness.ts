import type { RedisConnection } from "./client.js";
import type { Link } from "./link.js";
import { cleanError, RedisStoreError } from "./redis-error.js";
import type { Witness } from "./server-feed.js";
import { standingOfNode, standingOfServer } from "./standing.js";

/** The store's own connection to one server, or to the primary that sentinels name. */
export function witnessOf(link: Link): Witness {
  return {
    get epoch() {
      return link.isOpen ? link.epoch : 0;
    },
    ask: standingOfServer,
    standing: () => standingOfServer((command, args) => link.send(command, args)),
    leave: () => link.leave(),
  };
}

/** The store's connection to one node of a Cluster. The Cluster itself finds out which node comes in place of a lost one. */
export function witnessAt(link: Link, nodeNow: () => RedisConnection | undefined): Witness {
  return {
    get epoch() {
      return link.isOpen ? link.epoch : 0;
    },
    ask: standingOfNode,
    async standing() {
      const node = nodeNow();
      if (node === undefined) throw new RedisStoreError("CONNECTION", "The node has left its cluster.");
      return standingOfNode(async (command, args) => {
        try {
          return await node.call(command, args);
        } catch (error) {
          throw cleanError(error);
        }
      });
    },
    leave: () => undefined,
  };
}
