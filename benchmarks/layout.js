// How a session is best laid out in Redis. On two cores: npm run redis-layout. REDIS_URL names a server to use and to EMPTY.
import { execFileSync } from "node:child_process";
import { externalRedisUrl, startRedis } from "@sess/test-redis";
import { Redis } from "ioredis";
import { check } from "./redis-layout/check.js";
import { directory } from "./redis-layout/directory.js";
import { hash } from "./redis-layout/hash.js";
import { inline } from "./redis-layout/inline.js";
import { msgpack } from "./redis-layout/msgpack.js";
import {
  addAsConnectRedis,
  addDataAlone,
  EXPIRES_AT,
  keyOf,
  recordOf,
  sizes,
} from "./redis-layout/sessions.js";

const ROUNDS = 7;
const IN_FLIGHT = 32;
const MANY = 32;
const CALLS = 6_400;
/** So many take turns that none stays in a cache of the processor. */
const KEYS = 1_600;

const server = externalRedisUrl() ? { url: externalRedisUrl(), stop: async () => {} } : await startRedis();
const redis = new Redis(server.url);
const layouts = Object.fromEntries(
  [inline, directory, msgpack, hash].map((layout) => [layout.name, layout(redis, "sess")]),
);
const info = async (section, name) =>
  new RegExp(`^${name}:(.*)\r$`, "m").exec(await redis.info(section))?.[1] ?? "";

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const spread = (numbers) => (Math.max(...numbers) - Math.min(...numbers)) / 2;
const line = (...cells) => console.log(`| ${cells.join(" | ")} |`);
function table(title, columns) {
  console.log(`\n${title}\n`);
  line("", ...columns);
  line("---", ...columns.map(() => "---"));
}

/** @returns as many at a time as there would be requests */
async function inFlight(calls, limit, call) {
  let next = 0;
  const worker = async () => {
    while (next < calls) await call(next++);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}

async function redisCpu() {
  const user = Number(await info("cpu", "used_cpu_user_main_thread"));
  return (user + Number(await info("cpu", "used_cpu_sys_main_thread"))) * 1e6;
}

/** @returns microseconds of processor a call, in Redis and here */
async function cpuOf(calls, limit, call) {
  const redisBefore = await redisCpu();
  const before = process.cpuUsage();
  await inFlight(calls, limit, call);
  const { user, system } = process.cpuUsage(before);
  return { redis: ((await redisCpu()) - redisBefore) / calls, here: (user + system) / calls };
}

async function usedMemory(sessions, add) {
  await redis.flushall("SYNC");
  const before = Number(await info("memory", "used_memory"));
  await inFlight(sessions, 200, add);
  const bytes = (Number(await info("memory", "used_memory")) - before) / sessions;
  return Math.round(bytes);
}

async function measureMemory() {
  table(
    "Bytes of `used_memory` a session, sizes spread by a sixth (MEMORY USAGE of one: new, and after 51 patches and touches)",
    sizes.map(({ bytes }) => `${bytes} B`),
  );
  const rows = { "connect-redis": [], "the data alone": [] };
  for (const size of sizes) {
    const sessions = size.bytes > 1_024 ? 5_000 : 50_000;
    const peer = await usedMemory(sessions, (i) => addAsConnectRedis(redis, size, i));
    rows["connect-redis"].push(
      `${peer} (${await redis.memory("USAGE", await addAsConnectRedis(redis, size, 0, size.bytes))})`,
    );
    const alone = await usedMemory(sessions, (i) => addDataAlone(redis, size, i));
    rows["the data alone"].push(`${alone} = ${(alone / peer).toFixed(2)}`);
    for (const [name, layout] of Object.entries(layouts)) {
      const used = await usedMemory(sessions, (i) => layout.create(keyOf(name, i), recordOf(size, i)));
      const key = keyOf(name, "one");
      const { fields, expiresAt } = recordOf(size, 0, size.bytes);
      await layout.create(key, { fields, expiresAt });
      const fresh = await redis.memory("USAGE", key);
      for (let i = 0; i < 50; i++) {
        await layout.patch(key, { set: { cart: "x".repeat(i * 20) } });
        await layout.touch(key, expiresAt + i);
      }
      await layout.patch(key, { set: { cart: fields.cart } });
      const after = await redis.memory("USAGE", key);
      (rows[name] ??= []).push(`${used} = ${(used / peer).toFixed(2)} (${fresh}, ${after})`);
    }
  }
  for (const [name, cells] of Object.entries(rows)) line(name, ...cells);
}

const operations = {
  read: ({ layout, key }) => layout.read(key()),
  "patch one field": ({ layout, key }, i) =>
    layout.patch(key(), { set: { lang: i & 1 ? `"de"` : `"en-GB"` } }),
  touch: ({ layout, key }, i) => layout.touch(key(), EXPIRES_AT + i),
  [`read ${MANY} at once`]: ({ layout, key }) => layout.readMany(Array.from({ length: MANY }, key)),
  [`read ${MANY}, pipelined`]: ({ layout, key }) =>
    layout.readManyPipelined?.(Array.from({ length: MANY }, key)),
};

async function measureCpu() {
  const results = {};
  for (const size of sizes) {
    await redis.flushall("SYNC");
    const keys = {};
    for (const [name, layout] of Object.entries(layouts)) {
      keys[name] = Array.from({ length: KEYS }, (_, i) => keyOf(name, i));
      await inFlight(KEYS, IN_FLIGHT, (i) => layout.create(keys[name][i], recordOf(size, i)));
    }
    for (let round = -1; round < ROUNDS; round++) {
      for (const [operation, call] of Object.entries(operations)) {
        const turn = Object.entries(layouts);
        // Nobody always goes first.
        turn.push(...turn.splice(0, Math.max(0, round) % turn.length));
        for (const [name, layout] of turn) {
          let at = 0;
          const context = { layout, key: () => keys[name][at++ % KEYS] };
          if (call(context, 0) === undefined) continue;
          const many = operation.startsWith("read ");
          const cpu = await cpuOf(many ? CALLS / MANY : CALLS, many ? 2 : IN_FLIGHT, (i) => call(context, i));
          if (round >= 0) (((results[operation] ??= {})[name] ??= {})[size.bytes] ??= []).push(cpu);
        }
      }
    }
  }
  for (const [operation, rows] of Object.entries(results)) {
    table(
      `${operation}: microseconds of processor in Redis + in this process, medians of ${ROUNDS} rounds (half the spread)`,
      sizes.map(({ bytes }) => `${bytes} B`),
    );
    for (const [name, cells] of Object.entries(rows)) {
      const figure = (all, where) =>
        `${median(all.map((cpu) => cpu[where])).toFixed(1)} (${spread(all.map((cpu) => cpu[where])).toFixed(1)})`;
      line(
        name,
        ...sizes.map(({ bytes }) =>
          [figure(cells[bytes], "redis"), figure(cells[bytes], "here")].join(" + "),
        ),
      );
    }
  }
}

/** Client and server must not share a core. Where there is no taskset, numbers are noisier. */
async function pin() {
  try {
    execFileSync("taskset", ["-acp", "0", String(process.pid)]);
    execFileSync("taskset", ["-acp", "1", await info("server", "process_id")]);
  } catch {
    console.error("Not pinned to cores.");
  }
}

try {
  await pin();
  const software = (await info("server", "server_name")) || "redis";
  const version = (await info("server", "valkey_version")) || (await info("server", "redis_version"));
  console.log(`Node ${process.version}, ${software} ${version}`);
  for (const [name, layout] of Object.entries(layouts)) await check(name, layout, redis);
  await measureMemory();
  await measureCpu();
} finally {
  redis.disconnect();
  await server.stop();
}
