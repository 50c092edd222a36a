// What a session costs a request: every contestant in every framework, under load.
import { contestantsOf, frameworks } from "./http/frameworks.js";
import { barsOf } from "./http/bars.js";
import { chartsOf } from "./http/charts.js";
import { figuresOf, noiseOf } from "./http/figures.js";
import { CONNECTIONS } from "./http/load.js";
import { measureFramework } from "./http/rounds.js";
import { joined } from "./http/samples.js";
import { tablesOf } from "./http/tables.js";
import { workloads } from "./http/workloads.js";
import { onLoadCore } from "./report/cores.js";
import { chosen } from "./report/options.js";
import { MeasuredRedis } from "./report/redis.js";

/** Differences are to bare, and their noise is that of bare again. */
const NEEDED = ["bare", "bare again"];

export async function http(options, log) {
  const contestants = options.contestant && chosen("contestant", options.contestant, await allContestants());
  const settings = {
    runs: options.runs ?? (options.quick ? 1 : 3),
    rounds: options.rounds ?? (options.quick ? 2 : 3),
    requests: options.requests ?? (options.quick ? 320 : 8_000),
    // A server runs for days: what is measured is compiled by then. Before, all that has much code costs twice as much.
    warmUp: options.quick ? 2_000 : 20_000,
    sessions: options.quick ? 320 : 10_000,
    workloads: chosen("workload", options.workload, Object.keys(workloads)),
    takesPart: (name) => contestants === undefined || [...NEEDED, ...contestants].includes(name),
    profile: options.profile,
  };
  const redis = await MeasuredRedis.start();
  const [tables, bars, charts, samples] = [[], [], [], {}];
  try {
    for (const framework of chosen("framework", options.framework, frameworks)) {
      samples[framework] = await onLoadCore(() => measureInRuns(framework, redis, settings, log));
      const figures = figuresOf(samples[framework]);
      const noise = noiseOf(samples[framework]);
      tables.push(...tablesOf(framework, figures, noise));
      bars.push(...barsOf(framework, figures, noise));
      charts.push(...chartsOf(framework, figures));
    }
  } finally {
    await redis.stop();
  }
  const { runs, rounds, requests, sessions } = settings;
  const text = `Medians of ${runs} x ${rounds} interleaved rounds of ${requests} requests over ${CONNECTIONS} connections; ${sessions} sessions of 250 bytes; ${redis.flavour}.`;
  return { title: "What a session costs a request", text, tables, bars, charts, samples };
}

/** Each run has processes of its own: two that run the same code may differ by more than what is to be measured. */
async function measureInRuns(framework, redis, settings, log) {
  const runs = [];
  for (let run = 1; run <= settings.runs; run++) {
    const inRun = (line) => log(`run ${run} of ${settings.runs}: ${line}`);
    runs.push(await measureFramework(framework, redis, settings, inRun));
    await redis.clear();
  }
  return joined(runs);
}

async function allContestants() {
  const all = await Promise.all(frameworks.map(contestantsOf));
  return [...new Set(all.flatMap(Object.keys))];
}
