import { AppProcess } from "../http/app-process.js";
import { load } from "../http/load.js";
import { workloads } from "../http/workloads.js";
import { summaryOf } from "../report/statistics.js";

const CONTESTANTS = ["@sess, memory", "@sess, Redis"];
/** Those that are visited, in turn. The others are only there. */
const VISITED = 1_000;

/** More and more sessions in a store. @returns {Promise<import("../report/markdown.js").Table>} */
export async function sessions({ redis, rounds, requests, quick }, log) {
  const counts = [1_000, 10_000, 100_000, ...(quick ? [] : [1_000_000])];
  const rows = [];
  for (const name of CONTESTANTS) {
    const app = await AppProcess.start({ framework: "fastify", name, redisUrl: redis.url });
    await app.signIn(VISITED);
    let present = VISITED;
    for (const count of counts) {
      log(`scaling: ${name} with ${count} sessions`);
      await app.fill(count - present);
      present = count;
      await load(app, workloads.tour, requests, 0);
      const [cpu, redisCpu] = [[], []];
      for (let round = 0; round < rounds; round++) {
        const before = [await app.cpu(), await redis.cpu()];
        await load(app, workloads.tour, requests, round);
        cpu.push(((await app.cpu()) - before[0]) / requests);
        redisCpu.push(((await redis.cpu()) - before[1]) / requests);
      }
      rows.push([name, count, ...[cpu, redisCpu].map((figures) => summaryOf(figures).median.toFixed(1))]);
    }
    await app.stop();
  }
  return {
    title: "Sessions in the store",
    text: `Reads of ${VISITED} sessions in turn, while so many are in the store.`,
    columns: ["", "sessions", "CPU, µs a request", "Redis CPU, µs a request"],
    rows,
  };
}
