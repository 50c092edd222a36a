// The one file that knows where sessions live.
import { createSessions } from "@sess/core";
import { memoryStore } from "@sess/store-memory";

/**
 * What this app keeps in a session.
 *
 * @typedef {object} ShopData
 * @property {Record<string, number>} [cart] How many of each item.
 * @property {string} [userName] Whom to greet, so that no page needs to look the user up.
 */

const stores = { memory: () => memoryStore() };

/** @type {import("@sess/core").Sessions<ShopData>} */
export const sessions = createSessions({ store: makeStore(process.env.STORE || "memory") });

/** @param {string} name */
function makeStore(name) {
  const make = new Map(Object.entries(stores)).get(name);
  if (make) return make();
  throw new Error(`STORE is "${name}"; it must be one of: ${Object.keys(stores).join(", ")}.`);
}
