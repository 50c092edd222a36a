// The one file that knows where sessions live: in Redis, with this process' memory in front.
import { createSessions } from "@sess/core";
import { nearCache } from "@sess/near-cache";
import { redisStore } from "@sess/store-redis";
import { Redis } from "ioredis";

const client = new Redis(process.env.REDIS_URL || "redis://127.0.0.1:6379", { lazyConnect: true });

export const cache = nearCache(redisStore(client), { maxStaleMs: 1000 });

/** @type {import("@sess/core").Sessions} */
export const sessions = createSessions({ store: cache });
