// How long a session that was ended in one process is still good in others that have a near cache, while these are busy.
import { AppProcess } from "./http/app-process.js";
import { login } from "./http/client.js";
import { userName } from "./http/data.js";
import { CONNECTIONS, load } from "./http/load.js";
import { workloads } from "./http/workloads.js";
import { atMost } from "./report/bars.js";
import { ALL_CORES } from "./report/cores.js";
import { MeasuredRedis } from "./report/redis.js";
import { quantileOf } from "./report/statistics.js";

/** One more ends the sessions: an admin's, that nobody visits. */
const NODES = 3;
const MAX_STALE_MS = 1_000;
/** Of one piece of the load, which goes on until all is measured. */
const REQUESTS = 640;

export async function revoke({ quick }, log) {
  const redis = await MeasuredRedis.start(ALL_CORES);
  try {
    return await measure(redis, quick ? 30 : 200, log);
  } finally {
    await redis.stop();
  }
}

async function measure(redis, revocations, log) {
  const nodes = [];
  for (let i = 0; i <= NODES; i++) {
    const options = { maxStaleMs: MAX_STALE_MS };
    const [framework, name, redisUrl, core] = ["fastify", "@sess, near cache", redis.url, ALL_CORES];
    nodes.push(await AppProcess.start({ framework, name, redisUrl, options, core }));
    await nodes[i].signIn(CONNECTIONS);
  }
  const idle = await staleTimes(nodes, revocations, (i) => log(`revoke: idle, ${i} of ${revocations}`));
  const busy = saturate(nodes.slice(1));
  const saturated = await staleTimes(nodes, revocations, (i) =>
    log(`revoke: saturated, ${i} of ${revocations}`),
  );
  await busy.end();
  for (const node of nodes) await node.stop();

  const rows = [rowOf("idle", idle), rowOf("saturated", saturated)];
  const asked = saturated.map(({ sinceAsked }) => sinceAsked);
  return {
    title: "Revoke seen everywhere",
    text: `${NODES} processes with a near cache, on all cores; each looks every millisecond. From the call of revokeUser in one more process, and
from when it was done, until another refuses, in ms; ${saturated.length} samples.`,
    tables: [
      {
        title: "From a revocation until another process refuses",
        columns: ["", "asked: p50", "p99", "longest", "done: p50", "p99", "longest"],
        rows,
      },
    ],
    bars: [
      atMost("revoke seen everywhere, p99 from the call", "saturated", 10, quantileOf(asked, 0.99), " ms"),
      atMost("revoke seen everywhere, longest", "saturated", MAX_STALE_MS, Math.max(...asked), " ms"),
    ],
  };
}

/** @returns {Promise<{ sinceAsked: number, sinceDone: number }[]>} one for each revocation and each other process */
async function staleTimes([first, ...others], revocations, progress) {
  const times = [];
  for (let i = 0; i < revocations; i++) {
    progress(i);
    const user = userName(1_000_000 + i);
    const cookie = await login(first.port, user);
    const known = await Promise.all(others.map((node) => node.ask("isSignedIn", cookie)));
    if (known.includes(false)) throw new Error("A session that was not ended is refused");
    const refusals = others.map((node) => node.ask("refuses", cookie));
    const { asked, done } = await first.ask("revoke", user);
    for (const at of await Promise.all(refusals))
      times.push({ sinceAsked: at - asked, sinceDone: at - done });
  }
  return times;
}

/** Keeps all processes busy until `end` is called. */
function saturate(nodes) {
  let ended = false;
  const keepBusy = async (node) => {
    while (!ended) await load(node, workloads.read, REQUESTS, 0);
  };
  const all = Promise.all(nodes.map(keepBusy));
  return {
    end() {
      ended = true;
      return all;
    },
  };
}

const rowOf = (name, times) => [
  name,
  ...["sinceAsked", "sinceDone"].flatMap((since) => {
    const figures = times.map((time) => time[since]);
    return [quantileOf(figures, 0.5), quantileOf(figures, 0.99), Math.max(...figures)].map((ms) =>
      ms.toFixed(2),
    );
  }),
];
