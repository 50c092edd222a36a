// Every contestant in turn, over and over: what else the machine does meets all of them.
import { shuffle } from "simple-statistics";
import { randomFrom } from "../report/statistics.js";
import { AppProcess } from "./app-process.js";
import { contestantsOf } from "./frameworks.js";
import { CONNECTIONS, load } from "./load.js";
import { slice } from "./slice.js";
import { verify } from "./verify.js";
import { workloads } from "./workloads.js";

/** So many requests are looked at to count what they ask of Redis. */
const COUNTED = 640;

/**
 * @typedef {object} Samples What one contestant showed in one workload.
 * @property {number[]} cpu microseconds of its process a request, by round
 * @property {number[]} redisCpu the same of Redis
 * @property {Record<string, number>} commands to Redis a request, by name
 */

/** @returns {Promise<Record<string, Record<string, Samples>>>} by workload, then by contestant */
export async function measureFramework(framework, redis, options, log) {
  const names = Object.keys(await contestantsOf(framework)).filter((name) => options.takesPart(name));
  const apps = [];
  try {
    for (const name of names) {
      log(`${framework}: ${name} signs in ${options.sessions} users`);
      apps.push(await AppProcess.start({ framework, name, redisUrl: redis.url, profile: options.profile }));
      await verify(apps.at(-1).port, apps.at(-1).verbs);
      await apps.at(-1).signIn(Math.max(options.sessions, CONNECTIONS));
    }
    return await measure(framework, apps, redis, options, log);
  } finally {
    for (const app of apps) await app.stop();
  }
}

async function measure(framework, apps, redis, options, log) {
  const samples = {};
  for (const name of options.workloads) {
    const workload = workloads[name];
    samples[name] = {};
    for (const app of apps.filter(({ verbs }) => verbs.includes(workload.needs))) {
      log(`${framework}, ${name}: ${app.name} warms up`);
      await load(app, workload, options.warmUp, 0);
      const counts = await redis.commandsOf(() => load(app, workload, COUNTED, 1));
      const commands = Object.fromEntries(
        Object.entries(counts).map(([command, count]) => [command, count / COUNTED]),
      );
      samples[name][app.name] = { cpu: [], redisCpu: [], commands };
    }
  }
  const random = randomFrom(1);
  for (let round = 0; round < options.rounds; round++) {
    for (const name of options.workloads) {
      log(`${framework}, ${name}: round ${round + 1} of ${options.rounds}`);
      const contestants = apps.filter((app) => app.name in samples[name]);
      for (const app of shuffle(contestants, random)) {
        const { cpu, redisCpu } = await again(() =>
          slice([app], workloads[name], redis, options.requests, round),
        );
        samples[name][app.name].cpu.push(cpu);
        samples[name][app.name].redisCpu.push(redisCpu);
      }
    }
  }
  return samples;
}

/** A machine that stands still for seconds makes stores give up. Such a slice is measured anew, and told of. */
async function again(measureSlice, tries = 3) {
  try {
    return await measureSlice();
  } catch (error) {
    console.error(`Measured anew: ${error.message}`);
    if (tries === 1) throw error;
    return again(measureSlice, tries - 1);
  }
}
