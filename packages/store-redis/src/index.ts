export type { RedisClient, RedisConnection } from "./client.js";
export type { RedisStoreOptions } from "./options.js";
export { RedisStoreError } from "./redis-error.js";
export { redisStore } from "./redis-store.js";
export type { RedisStore } from "./redis-store.js";
