import { load } from "./load.js";

/**
 * So many requests at each of some apps, all at once.
 * @returns {Promise<{ cpu: number, redisCpu: number, rate: number }>} microseconds of the apps' processes a request, of Redis, and
 * requests a second
 */
export async function slice(apps, workload, redis, requests, turn) {
  const total = apps.length * requests;
  const [cpu, redisCpu, start] = [await cpuOf(apps), await redis.cpu(), performance.now()];
  await Promise.all(apps.map((app) => load(app, workload, requests, turn)));
  const rate = total / ((performance.now() - start) / 1000);
  return {
    cpu: ((await cpuOf(apps)) - cpu) / total,
    redisCpu: ((await redis.cpu()) - redisCpu) / total,
    rate,
  };
}

async function cpuOf(apps) {
  const times = await Promise.all(apps.map((app) => app.cpu()));
  return times.reduce((sum, time) => sum + time);
}
