// Runs the suites on every runtime, and prints what passed where: `node tools/runtimes/matrix.js`, or with parts of names: `Deno 24`.
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { start } from "./program.js";
import { commandOf, RUNTIMES } from "./registry.js";
import { bundle } from "./suites/bundle.js";
import { suitesOf } from "./suites/suites.js";

const PATIENCE_MS = 300_000;
const only = process.argv.slice(2);
const queue = Object.keys(RUNTIMES).filter(
  (name) => only.length === 0 || only.some((part) => name.includes(part)),
);
const rows = new Map(queue.map((name) => [name, undefined]));
// Below this folder a bundle finds what is installed for the workspace.
const folder = await mkdtemp(join(import.meta.dirname, ".run-"));
try {
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, work));
} finally {
  await rm(folder, { recursive: true, force: true });
}
print();
process.exit([...rows.values()].every(isGood) ? 0 : 1);

async function work() {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const started = performance.now();
    const result = await runOn(name).catch((error) => ({
      passed: {},
      absent: 0,
      stale: [],
      failed: [{ name, why: error.message }],
    }));
    rows.set(name, { ...result, seconds: (performance.now() - started) / 1000 });
    for (const { name: test, why } of result.failed) console.log(`FAILED on ${name}: ${test}\n${why}\n`);
    for (const part of result.stale) console.log(`No test on ${name} is called "${part}": mend suites.js\n`);
  }
}

async function runOn(name) {
  const results = [];
  for (const suites of suitesOf(name)) results.push(await runSuites(name, suites));
  const passed = {};
  for (const result of results)
    for (const [folder, count] of Object.entries(result.passed))
      passed[folder] = (passed[folder] ?? 0) + count;
  return {
    passed,
    failed: results.flatMap((result) => result.failed),
    stale: results.flatMap((result) => result.stale),
    absent: results.reduce((sum, result) => sum + result.absent, 0),
  };
}

async function runSuites(name, suites) {
  const place = await mkdtemp(join(folder, "tests-"));
  const worker = name === "workerd";
  await bundle({
    ...suites,
    entry: worker ? "in-worker.js" : "in-process.js",
    outfile: join(place, "tests.js"),
    conditions: RUNTIMES[name].conditions,
    installed: name.startsWith("Node"),
  });
  return worker ? runInWorker(name, place) : runInProcess(name, place);
}

async function runInProcess(name, place) {
  const rights = name === "Deno" ? ["--allow-all"] : [];
  const running = start(commandOf(RUNTIMES[name], ...rights, "tests.js"), place);
  const printed = await inTime(running, running.ended);
  const line = printed.split("\n").findLast((text) => text.startsWith('{"passed"'));
  if (line === undefined) throw new Error(`it ended without a result:\n${printed.slice(-2000)}`);
  return JSON.parse(line);
}

async function runInWorker(name, place) {
  await copyFile(join(import.meta.dirname, "suites/worker.capnp"), join(place, "worker.capnp"));
  const running = start(commandOf(RUNTIMES[name], "worker.capnp", "--control-fd=1"), place);
  try {
    const port = await inTime(
      running,
      running.line((text) => /"port":\s*(\d+)/.exec(text)?.[1]),
    );
    const response = await inTime(running, fetch(`http://127.0.0.1:${port}/`));
    const text = await response.text();
    if (!response.ok) throw new Error(`${text}\n${(await running.stop()).slice(-2000)}`);
    return JSON.parse(text);
  } finally {
    await running.stop();
  }
}

async function inTime(running, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("it takes too long")), PATIENCE_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } catch (error) {
    await running.stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function isGood({ failed, stale, passed }) {
  return failed.length === 0 && stale.length === 0 && Object.values(passed).some((count) => count > 0);
}

function print() {
  const folders = [...new Set([...rows.values()].flatMap(({ passed }) => Object.keys(passed)))];
  const table = [["tests that passed", ...folders, "not there", "failed", "seconds"]];
  for (const [name, { passed, absent, failed, seconds }] of rows) {
    const version = RUNTIMES[name].from.split("@")[1];
    const counts = folders.map((folder) => passed[folder] ?? "–");
    table.push([`${name.split(" ")[0]} ${version}`, ...counts, absent, failed.length, seconds.toFixed(1)]);
  }
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => String(row[column]).length)));
  for (const row of table)
    console.log(
      row
        .map((cell, column) => String(cell)[column === 0 ? "padEnd" : "padStart"](widths[column]))
        .join("  "),
    );
}
