// What a session costs in memory: in the process that keeps it, and in Redis.
import { bytesASession, pauses } from "./memory/process.js";
import { bytesInRedis } from "./memory/redis.js";

export async function memory({ quick }, log) {
  const results = [];
  for (const measure of [bytesASession, bytesInRedis, pauses]) results.push(await measure(quick, log));
  return {
    title: "What a session costs in memory",
    text: "Data of a session are so many bytes of JSON; keys and what the library itself keeps come on top.",
    tables: results.flatMap(({ tables }) => tables),
    bars: results.flatMap(({ bars }) => bars),
  };
}
