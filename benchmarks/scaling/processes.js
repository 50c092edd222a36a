import { AppProcess } from "../http/app-process.js";
import { CONNECTIONS, load } from "../http/load.js";
import { workloads } from "../http/workloads.js";
import { medianOf } from "../report/statistics.js";

const COUNTS = [1, 2, 4];
const CONTESTANTS = ["bare", "@sess, Redis", "@fastify/session, Redis"];

/** Several processes on one Redis, all under load at once. @returns {Promise<import("../report/markdown.js").Table>} */
export async function processes({ redis, rounds, requests }, log) {
  const rows = [];
  for (const count of COUNTS) {
    for (const name of CONTESTANTS) {
      log(`scaling: ${count} processes of ${name}`);
      const apps = [];
      for (let i = 0; i < count; i++) {
        apps.push(await AppProcess.start({ framework: "fastify", name, redisUrl: redis.url }));
        await apps[i].signIn(CONNECTIONS);
      }
      const all = () => Promise.all(apps.map((app) => load(app, workloads.read, requests, 0)));
      await all();
      const figures = { cpu: [], redisCpu: [], rate: [] };
      for (let round = 0; round < rounds; round++) {
        const before = { cpu: await cpuOf(apps), redisCpu: await redis.cpu(), at: performance.now() };
        await all();
        const seconds = (performance.now() - before.at) / 1000;
        figures.rate.push((count * requests) / seconds);
        figures.cpu.push(((await cpuOf(apps)) - before.cpu) / (count * requests));
        figures.redisCpu.push(((await redis.cpu()) - before.redisCpu) / (count * requests));
      }
      for (const app of apps) await app.stop();
      const [cpu, redisCpu, rate] = [figures.cpu, figures.redisCpu, figures.rate].map(medianOf);
      rows.push([name, count, cpu.toFixed(1), redisCpu.toFixed(1), Math.round(rate)]);
    }
  }
  return {
    title: "Processes on one Redis",
    text: "All processes share one core here, so only what a request costs can be compared; requests a second are the machine's limit.",
    columns: ["", "processes", "CPU, µs a request", "Redis CPU, µs a request", "requests a second"],
    rows,
  };
}

async function cpuOf(apps) {
  let sum = 0;
  for (const app of apps) sum += await app.cpu();
  return sum;
}
