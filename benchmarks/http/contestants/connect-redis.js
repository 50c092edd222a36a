// The store of express-session in Redis, which @fastify/session takes as well.
import { RedisStore } from "connect-redis";
import { Redis } from "ioredis";
import { createClient } from "redis";

/** With the client that its README asks for. */
export const withNodeRedis = async (url, options) =>
  new RedisStore({ client: await createClient({ url }).connect(), ...options });

/** With ioredis, which costs Node less: what its users put in between. */
export function withIoredis(url, options) {
  const redis = new Redis(url);
  const client = {
    get: (key) => redis.get(key),
    set: (key, text, { expiration }) => redis.set(key, text, expiration.type, expiration.value),
    expire: (key, seconds) => redis.expire(key, seconds),
    del: (keys) => redis.del(keys),
  };
  return new RedisStore({ client, ...options });
}
