// What a session costs the memory of a process, and how long a store stops the process.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { atMost } from "../report/bars.js";
import { medianOf } from "../report/statistics.js";
import { stores } from "./stores.js";

const OURS = "@sess/store-memory";
const names = Object.keys(stores);
const keeping = names.filter((name) => !name.startsWith("no store"));
/** How many sessions a user has makes no difference to pauses, and a Map expires nothing. */
const pausing = names.filter((name) => !name.includes("3 sessions") && name !== "Map of JSON text");
/** Expiry takes it so long that one round must do. */
const ONCE = "express-session MemoryStore";

const child = fileURLToPath(new URL("child.js", import.meta.url));

async function measure(name, sessions, bytes, ...more) {
  const args = [
    "--expose-gc",
    "--max-old-space-size=4096",
    child,
    name,
    String(sessions),
    String(bytes),
    ...more,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout);
}

export async function bytesASession(quick, log) {
  const counts = quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000];
  const sizes = [57, 250];
  const rows = [];
  const bars = [];
  for (const name of keeping) {
    const row = [name];
    for (const size of sizes) {
      for (const count of counts) {
        log(`memory: ${name}, ${count} sessions of ${size} B`);
        const bytes = Math.round((await measure(name, count, size)).full / count);
        row.push(bytes);
        if (name !== OURS || size !== 57 || count !== counts.at(-1)) continue;
        bars.push(atMost("bytes in the memory store, 57 B of data", `${count} sessions`, 300, bytes, " B"));
      }
    }
    rows.push(row);
  }
  const { empty } = await measure(OURS, 10_000, 57);
  const table = {
    title: "Bytes a session in the process",
    text: `Heap and typed arrays, keys included. An empty store of 10 000 sessions takes ${Math.round(empty / 1024)} KiB.`,
    columns: ["", ...sizes.flatMap((size) => counts.map((count) => `${size} B, ${count}`))],
    rows,
  };
  return { tables: [table], bars };
}

export async function pauses(quick, log) {
  const sessions = quick ? 100_000 : 1_000_000;
  const rounds = quick ? 1 : 3;
  const results = Object.fromEntries(pausing.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of pausing) {
      if (round > 0 && name === ONCE) continue;
      log(`memory: pauses of ${name}, round ${round + 1} of ${rounds}`);
      results[name].push(await measure(name, sessions, 57, "pauses"));
    }
  }
  const phases = ["fill", "touch", "expire"];
  const table = {
    title: `Longest turn of the event loop at ${sessions} sessions of 57 B, in ms`,
    text: `Best of ${rounds} interleaved rounds, and their median in brackets. Whatever else runs on the machine makes turns longer, never
shorter: the last row shows how much. p99.9: one turn in a thousand is longer. Longest slice: of the turns that freed sessions, each in
its best round.`,
    columns: [
      "",
      ...phases.flatMap((phase) => [`${phase}: longest`, "p99.9"]),
      "longest slice",
      "until all are freed",
    ],
    rows: pausing.map((name) => {
      const cell = (phase, figure) => bestAndMedian(results[name].map((result) => result[phase][figure]));
      const turns = phases.flatMap((phase) => [cell(phase, "longestMs"), cell(phase, "p999Ms")]);
      return [name, ...turns, longestSlice(results[name]).toFixed(1), cell("expire", "allFreedMs")];
    }),
  };
  const bars = [OURS, `${OURS}, users listed`].map((name) =>
    atMost(
      "longest pause, all expire at once",
      `${name}, ${sessions}`,
      2,
      longestSlice(results[name]),
      " ms",
    ),
  );
  return { tables: [table], bars };
}

const bestAndMedian = (figures) => `${Math.min(...figures).toFixed(1)} (${medianOf(figures).toFixed(1)})`;

/** Sessions expire in the same slices in each round, so what others did to the machine falls out. */
function longestSlice(results) {
  const [first, ...others] = results.map(({ expire }) => expire.slices);
  const best = first.map((length, k) => Math.min(length, ...others.map((slices) => slices[k] ?? length)));
  return best.reduce((a, b) => Math.max(a, b));
}
