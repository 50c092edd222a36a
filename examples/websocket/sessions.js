// The one file that knows where sessions live.
import { createSessions, warnOnConsole } from "@sess/core";
import { memoryStore } from "@sess/store-memory";
import { redisStore } from "@sess/store-redis";
import { Redis } from "ioredis";
import { hear } from "./sockets.js";

/** Where sessions live: STORE=redis, with REDIS_URL, lets several processes share them. */
const stores = {
  memory: () => memoryStore(),
  redis: () =>
    redisStore(new Redis(process.env.REDIS_URL || "redis://127.0.0.1:6379", { lazyConnect: true })),
};

const warn = warnOnConsole();

/** @type {import("@sess/core").Sessions} */
export const sessions = createSessions({
  store: makeStore(process.env.STORE || "memory"),
  onEvent: (event) => {
    warn(event);
    hear(event);
  },
});

/** @param {string} name */
function makeStore(name) {
  const make = new Map(Object.entries(stores)).get(name);
  if (make) return make();
  throw new Error(`STORE is "${name}"; it must be one of: ${Object.keys(stores).join(", ")}.`);
}
