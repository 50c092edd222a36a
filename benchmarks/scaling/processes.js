import { AppProcess } from "../http/app-process.js";
import { CONNECTIONS } from "../http/load.js";
import { slice } from "../http/slice.js";
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
      await slice(apps, workloads.read, redis, requests, 0);
      const slices = [];
      for (let round = 0; round < rounds; round++) {
        slices.push(await slice(apps, workloads.read, redis, requests, 0));
      }
      for (const app of apps) await app.stop();
      const [cpu, redisCpu, rate] = ["cpu", "redisCpu", "rate"].map((figure) =>
        medianOf(slices.map((own) => own[figure])),
      );
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
