// What small steps cost. The files are beside the code that they measure: packages/*/bench/*.bench.ts.
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { Bench } from "tinybench";

const packages = fileURLToPath(new URL("../packages", import.meta.url));
/** So many calls are timed at once: a single one takes less than to look at the clock. */
const CALLS = 100;

export async function micro({ quick }, log) {
  const folder = mkdtempSync(join(tmpdir(), "sess-bench-"));
  try {
    const rows = [];
    for (const file of files()) {
      for (const [title, ways] of Object.entries((await bundled(file, folder)).suites)) {
        log(`micro: ${title}`);
        rows.push(...rowsOf(title, await measure(ways, quick ? 50 : 500)));
      }
    }
    return {
      title: "What small steps cost",
      text: "Nanoseconds, medians; each beside what one would write without the library.",
      tables: [{ title: "Steps", columns: ["", "way", "ns", "p99, ns", "x ours"], rows }],
      bars: [],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function files() {
  const folders = readdirSync(packages).map((name) => join(packages, name, "bench"));
  return folders.filter(existsSync).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".bench.ts"))
      .map((name) => join(folder, name)),
  );
}

/** One file of JavaScript, as in an app that was bundled: nothing stands between the calls. */
async function bundled(file, folder) {
  const outfile = join(folder, file.replaceAll(/\W/g, "_") + ".mjs");
  await build({
    entryPoints: [file],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["@sess/source"],
  });
  return import(pathToFileURL(outfile).href);
}

async function measure(ways, time) {
  const bench = new Bench({ time, warmupTime: time / 2 });
  for (const [name, way] of Object.entries(ways)) bench.add(name, times(way));
  return bench.run();
}

/** Results are kept, so that no call can be left out. */
function times(way) {
  const results = new Array(CALLS);
  if (way() instanceof Promise) {
    return async () => {
      for (let i = 0; i < CALLS; i++) results[i] = await way();
    };
  }
  return () => {
    for (let i = 0; i < CALLS; i++) results[i] = way();
  };
}

function rowsOf(title, tasks) {
  const nanoseconds = (ms) => Math.round((ms * 1e6) / CALLS);
  const [ours] = tasks;
  return tasks.map(({ name, result: { latency } }, i) => [
    i === 0 ? title : "",
    name,
    nanoseconds(latency.p50),
    nanoseconds(latency.p99),
    (latency.p50 / ours.result.latency.p50).toFixed(1),
  ]);
}
