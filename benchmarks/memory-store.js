// What a session costs in memory, and how long a store stops the process. Build first, then: npm run memory
// The rounds of pauses take long: npm run memory -- bytes leaves them out.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { contestants } from "./memory/contestants.js";

const ROUNDS = 5;
const MILLION = 1_000_000;
const all = Object.keys(contestants);
const stores = all.filter((name) => !name.startsWith("no store"));
/** Those whose pauses are measured: how many sessions a user has makes no difference to them. */
const names = all.filter((name) => !name.includes("3 sessions"));

function measure(name, sessions, bytes, ...more) {
  const child = fileURLToPath(new URL("memory/measure.js", import.meta.url));
  const args = [
    "--expose-gc",
    "--max-old-space-size=4096",
    child,
    name,
    String(sessions),
    String(bytes),
    ...more,
  ];
  return JSON.parse(
    execFileSync(process.execPath, args, {
      encoding: "utf8",
      maxBuffer: 2 ** 26,
      stdio: ["ignore", "pipe", "inherit"],
    }),
  );
}

/** Sessions expire in the same slices in each round, so what others did to the machine falls out. */
function longestSlice(results) {
  const [first, ...others] = results.map((result) => result.expire?.slices);
  if (first === undefined) return "";
  const best = first.map((length, k) => Math.min(length, ...others.map((slices) => slices[k] ?? length)));
  return best.reduce((a, b) => Math.max(a, b)).toFixed(1);
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const line = (...cells) => console.log(`| ${cells.join(" | ")} |`);

function bytesASession() {
  console.log(`Node ${process.version}. Bytes of heap and typed arrays per session, keys included.\n`);
  line("", "57 B: 10 k", "100 k", "1 M", "250 B: 10 k", "100 k", "1 M");
  line(...Array.from({ length: 7 }, () => "---"));
  for (const name of stores) {
    const cells = [57, 250].flatMap((bytes) =>
      [10_000, 100_000, MILLION].map((sessions) =>
        Math.round(measure(name, sessions, bytes).full / sessions),
      ),
    );
    line(name, ...cells);
  }
  const { empty } = measure("@sess/store-memory", 10_000, 57);
  console.log(`\nAn empty @sess/store-memory of 10 000 sessions takes ${Math.round(empty / 1024)} KiB.`);
}

function pauses() {
  console.log(`
Longest turn of the event loop at 1 000 000 sessions of 57 B, in ms: best of ${ROUNDS} interleaved rounds, and their median
in brackets. Whatever else runs on the machine makes turns longer, never shorter: see the last row for how much.
p99.9: one turn in a thousand is longer. Longest slice: of the turns that freed sessions, each in its best round.\n`);
  const rounds = names.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, name] of names.entries()) rounds[i].push(measure(name, MILLION, 57, "pauses"));
  }
  const phases = ["fill", "touch", "expire"];
  line(
    "",
    ...phases.flatMap((phase) => [`${phase}: longest`, "p99.9"]),
    "longest slice",
    "until all are freed",
  );
  line(...Array.from({ length: 9 }, () => "---"));
  for (const [i, name] of names.entries()) {
    const cell = (phase, figure) => {
      const numbers = rounds[i].filter((result) => result[phase]).map((result) => result[phase][figure]);
      return numbers.length === 0 ? "" : `${Math.min(...numbers).toFixed(1)} (${median(numbers).toFixed(1)})`;
    };
    const turns = phases.flatMap((phase) => [cell(phase, "longestMs"), cell(phase, "p999Ms")]);
    line(name, ...turns, longestSlice(rounds[i]), cell("expire", "allFreedMs"));
  }
}

bytesASession();
if (process.argv[2] !== "bytes") pauses();
