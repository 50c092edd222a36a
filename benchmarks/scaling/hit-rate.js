import { AppProcess } from "../http/app-process.js";
import { slice } from "../http/slice.js";
import { tours } from "../http/workloads.js";
import { medianOf } from "../report/statistics.js";

const VISITED = 2_000;
/** Of all sessions that are visited, so many have room. */
const ROOMS = [1, 500, 1_000, 1_500, 2_000];

/** From a near cache that has nothing to one that has all. @returns {Promise<import("../report/markdown.js").Table>} */
export async function hitRate({ redis, rounds, requests }, log) {
  const rows = [];
  const contestants = [
    ["bare", []],
    ["@sess, Redis", []],
    ...ROOMS.map((maxEntries) => ["@sess, near cache", [maxEntries]]),
  ];
  for (const [name, [maxEntries]] of contestants) {
    log(`scaling: ${name}, room for ${maxEntries}`);
    const options = maxEntries === undefined ? {} : { maxEntries };
    const app = await AppProcess.start({ framework: "fastify", name, redisUrl: redis.url, options });
    await app.signIn(VISITED);
    await slice([app], tours.atRandom, redis, Math.max(requests, 2 * VISITED), 0);
    const counters = () => (maxEntries === undefined ? undefined : app.ask("report"));
    const before = await counters();
    const slices = [];
    for (let round = 1; round <= rounds; round++) {
      slices.push(await slice([app], tours.atRandom, redis, requests, round));
    }
    const after = await counters();
    const hits =
      before === undefined ? "" : `${Math.round((100 * (after.hits - before.hits)) / (rounds * requests))} %`;
    const [cpu, redisCpu] = ["cpu", "redisCpu"].map((figure) => medianOf(slices.map((own) => own[figure])));
    rows.push([name, maxEntries ?? "", hits, cpu.toFixed(1), redisCpu.toFixed(1)]);
    await app.stop();
  }
  return {
    title: "Near cache, by hit rate",
    text: `Reads of ${VISITED} sessions at random.`,
    columns: ["", "room for", "hits", "CPU, µs a request", "Redis CPU, µs a request"],
    rows,
  };
}
