// What requests cost: commands and CPU of Redis, CPU of the app. Build first, then: npm run redis-requests. Linux, two cores.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { startRedis } from "@sess/test-redis";
import autocannon from "autocannon";
import { Redis } from "ioredis";
import { contestants } from "./redis-requests/contestants.js";

const ROUNDS = Number(process.env.ROUNDS ?? 7);
const SECONDS = Number(process.env.SECONDS ?? 4);
const CONNECTIONS = 32;
const COUNTED = 640;

const redis = await startRedis();
const client = new Redis(redis.url);
const names = Object.keys(contestants);
const workloads = { "authenticated read": "/read", write: "/write" };

async function startApp(name) {
  const server = fileURLToPath(new URL("redis-requests/server.js", import.meta.url));
  // The app has a core for itself; Redis and the load share the other.
  const child = spawn("taskset", ["-c", "0", process.execPath, server, name, redis.url], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_ENV: "development" },
  });
  process.once("exit", () => child.kill());
  const [port] = await once(child.stdout, "data");
  const url = `http://127.0.0.1:${String(port).trim()}`;
  const cookies = [];
  for (let i = 0; i < CONNECTIONS; i++) {
    const [line] = (await fetch(`${url}/login`)).headers.getSetCookie();
    cookies.push(line?.split(";")[0] ?? "none=1");
  }
  return { child, url, cookies };
}

/** Each connection is a visitor with a session of his own. */
function load({ url, cookies }, path, limits) {
  let visitor = 0;
  return autocannon({
    url: url + path,
    connections: CONNECTIONS,
    setupClient: (connection) => connection.setHeaders({ cookie: cookies[visitor++ % CONNECTIONS] }),
    ...limits,
  });
}

async function appCpu({ url }) {
  const { user, system } = await (await fetch(`${url}/cpu`)).json();
  return user + system;
}

async function redisCpu() {
  const info = await client.info("cpu");
  const seconds = (name) => Number(new RegExp(`${name}_main_thread:([\\d.]+)`).exec(info)?.[1]);
  return (seconds("used_cpu_sys") + seconds("used_cpu_user")) * 1e6;
}

/** Microseconds a request. */
async function cpuOf(app, path) {
  await load(app, path, { duration: 1 });
  const before = [await appCpu(app), await redisCpu()];
  const { requests, non2xx } = await load(app, path, { duration: SECONDS });
  if (non2xx > 0) throw new Error(`${non2xx} requests failed`);
  const after = [await appCpu(app), await redisCpu()];
  return after.map((cpu, i) => (cpu - before[i]) / requests.total);
}

/** How many commands of each kind clients sent for each request; what a script calls does not count. */
async function commandsOf(app, path) {
  const counts = {};
  const monitor = await client.monitor();
  monitor.on("monitor", (_time, [command], source) => {
    const name = command.toLowerCase();
    if (source !== "lua" && name !== "info") counts[name] = (counts[name] ?? 0) + 1;
  });
  monitor.on("error", () => {}); // What still comes when it is closed.
  await load(app, path, { amount: COUNTED });
  await client.info("cpu"); // What was sent before has been seen by then.
  monitor.disconnect();
  const sent = Object.entries(counts).map(([name, count]) => `${(count / COUNTED).toFixed(2)} ${name}`);
  return sent.join(" + ") || "0";
}

const apps = [];
for (const name of names) apps.push(await startApp(name));

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const line = (...cells) => console.log(`| ${cells.join(" | ")} |`);
const version = /redis_version:(\S+)/.exec(await client.info("server"))?.[1];
console.log(`Node ${process.version}, Redis ${version}, Express 5; ${CONNECTIONS} connections, each a session of its own;
medians of ${ROUNDS} interleaved rounds of ${SECONDS} s. CPU in µs a request; added: more than bare Express in the same round.`);
for (const [workload, path] of Object.entries(workloads)) {
  const rounds = names.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, app] of apps.entries()) rounds[i].push(await cpuOf(app, path));
  }
  console.log(`\n${workload}\n`);
  line("", "app CPU", "added", "Redis CPU", "commands a request");
  line("---", "---", "---", "---", "---");
  for (const [i, name] of names.entries()) {
    const added = rounds[i].map(([cpu], round) => cpu - rounds[0][round][0]);
    const cpus = [rounds[i].map(([cpu]) => cpu), added, rounds[i].map(([, cpu]) => cpu)];
    line(name, ...cpus.map((numbers) => median(numbers).toFixed(1)), await commandsOf(apps[i], path));
  }
}

for (const { child } of apps) child.kill();
client.disconnect();
await redis.stop();
