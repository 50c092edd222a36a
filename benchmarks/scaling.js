// Whether it stays so cheap: with more processes, and with more sessions.
import { hitRate } from "./scaling/hit-rate.js";
import { processes } from "./scaling/processes.js";
import { sessions } from "./scaling/sessions.js";
import { onLoadCore } from "./report/cores.js";
import { MeasuredRedis } from "./report/redis.js";

export async function scaling({ quick, rounds = quick ? 2 : 5, requests = quick ? 640 : 4_000 }, log) {
  const results = [];
  for (const measure of [processes, sessions, hitRate]) {
    const redis = await MeasuredRedis.start();
    try {
      results.push(await onLoadCore(() => measure({ redis, rounds, requests, quick }, log)));
    } finally {
      await redis.stop();
    }
  }
  return {
    title: "How it scales",
    text: `Authenticated reads on Fastify; medians of ${rounds} rounds of ${requests} requests.`,
    tables: results,
    bars: [],
  };
}
