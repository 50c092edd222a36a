import { AppProcess } from "../http/app-process.js";
import { slice } from "../http/slice.js";
import { tours } from "../http/workloads.js";
import { medianOf } from "../report/statistics.js";

/** What each is made with. */
const contestants = { "@sess, memory": { maxSessions: 1_100_000 }, "@sess, Redis": {} };
/** Those that are visited, in turn. The others are only there. */
const VISITED = 1_000;

/** More and more sessions in a store. @returns {Promise<import("../report/markdown.js").Table>} */
export async function sessions({ redis, rounds, requests, quick }, log) {
  const counts = [1_000, 10_000, 100_000, ...(quick ? [] : [1_000_000])];
  const rows = [];
  for (const [name, options] of Object.entries(contestants)) {
    const app = await AppProcess.start({ framework: "fastify", name, redisUrl: redis.url, options });
    await app.signIn(VISITED);
    let present = VISITED;
    for (const count of counts) {
      log(`scaling: ${name} with ${count} sessions`);
      await app.ask("fill", count - present);
      present = count;
      await slice([app], tours.inTurn, redis, requests, 0);
      const slices = [];
      for (let round = 1; round <= rounds; round++) {
        slices.push(await slice([app], tours.inTurn, redis, requests, round));
      }
      const [cpu, redisCpu] = ["cpu", "redisCpu"].map((figure) => medianOf(slices.map((own) => own[figure])));
      rows.push([name, count, cpu.toFixed(1), redisCpu.toFixed(1)]);
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
