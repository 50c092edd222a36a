import { summaryOf } from "../report/statistics.js";
import { inFlight } from "./in-flight.js";
import { EXPIRES_AT, keyOf, recordOf, sizes } from "./sessions.js";

const IN_FLIGHT = 32;
const MANY = 32;
const CALLS = 6_400;
/** So many take turns that none stays in a cache of the processor. */
const KEYS = 1_600;

const operations = {
  read: ({ layout, key }) => layout.read(key()),
  "patch one field": ({ layout, key }, i) =>
    layout.patch(key(), { set: { lang: i & 1 ? `"de"` : `"en-GB"` } }),
  touch: ({ layout, key }, i) => layout.touch(key(), EXPIRES_AT + i),
  [`read ${MANY} at once`]: ({ layout, key }) => layout.readMany(Array.from({ length: MANY }, key)),
  [`read ${MANY}, pipelined`]: ({ layout, key }) =>
    layout.readManyPipelined?.(Array.from({ length: MANY }, key)),
};

/** @returns {Promise<import("../report/markdown.js").Table[]>} one for each operation */
export async function cpuTables(redis, layouts, rounds, log) {
  const results = {};
  for (const size of sizes) {
    await redis.client.flushall("SYNC");
    const keys = {};
    for (const [name, layout] of Object.entries(layouts)) {
      keys[name] = Array.from({ length: KEYS }, (_, i) => keyOf(name, i));
      await inFlight(KEYS, IN_FLIGHT, (i) => layout.create(keys[name][i], recordOf(size, i)));
    }
    for (let round = -1; round < rounds; round++) {
      log(`layout: processor, ${size.bytes} B, round ${round + 1} of ${rounds}`);
      for (const [operation, call] of Object.entries(operations)) {
        for (const [name, layout] of inTurn(Object.entries(layouts), round)) {
          let at = 0;
          const context = { layout, key: () => keys[name][at++ % KEYS] };
          if (call(context, 0) === undefined) continue;
          const many = operation.startsWith("read ");
          const cpu = await cpuOf(redis, many ? CALLS / MANY : CALLS, many ? 2 : IN_FLIGHT, (i) =>
            call(context, i),
          );
          if (round >= 0) (((results[operation] ??= {})[name] ??= {})[size.bytes] ??= []).push(cpu);
        }
      }
    }
  }
  return Object.entries(results).map(([operation, rows]) => ({
    title: operation,
    text: `Microseconds in Redis + in this process, medians of ${rounds} rounds (the middle half).`,
    columns: ["", ...sizes.map(({ bytes }) => `${bytes} B`)],
    rows: Object.entries(rows).map(([name, cells]) => [
      name,
      ...sizes.map(({ bytes }) => cellOf(cells[bytes])),
    ]),
  }));
}

/** Nobody always goes first. */
const inTurn = (entries, round) => {
  const first = Math.max(0, round) % entries.length;
  return [...entries.slice(first), ...entries.slice(0, first)];
};

/** @returns microseconds of processor a call, in Redis and here */
async function cpuOf(redis, calls, limit, call) {
  const redisBefore = await redis.cpu();
  const before = process.cpuUsage();
  await inFlight(calls, limit, call);
  const { user, system } = process.cpuUsage(before);
  return { redis: ((await redis.cpu()) - redisBefore) / calls, here: (user + system) / calls };
}

function cellOf(cpus) {
  const figures = ["redis", "here"].map((where) => {
    const { median, low, high } = summaryOf(cpus.map((cpu) => cpu[where]));
    return `${median.toFixed(1)} (${low.toFixed(1)} to ${high.toFixed(1)})`;
  });
  return figures.join(" + ");
}
