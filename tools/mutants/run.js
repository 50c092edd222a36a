// Breaks one promise of the source at a time, and runs the cases that should notice until one does.
// Exits with 1 when a mutant survives, or when the cases fail without one.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundle } from "@sess/test-runtimes/suites/bundle.js";
import { build } from "esbuild";
import { apply } from "./apply.js";
import { suites } from "./suites.js";

const here = path.dirname(fileURLToPath(import.meta.url));
const packages = path.resolve(here, "../../packages");
/** A part of a mutant's name, or of its file's. */
const only = process.argv[2] ?? "";

// What a mutant leaves behind when its case is given up may fail later, with nobody there to hear of it.
process.on("unhandledRejection", () => {});
process.env.NODE_ENV = "test"; // Express prints no stack traces then.
const folder = await mkdtemp(path.join(here, ".run-"));
let survivors = 0;
let builds = 0;
try {
  for (const suite of suites) await kill(suite);
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(`${survivors} mutants survived`);
process.exit(survivors === 0 ? 0 : 1);

async function kill({ mutants, cases, tests }) {
  const chosen = mutants.filter(({ name, file }) => name.includes(only) || file.includes(only));
  if (chosen.length === 0) return;
  const firstFailure = (mutant) =>
    tests ? firstFailingTest(tests, mutant) : firstFailingCase(cases, mutant);
  const healthy = await firstFailure();
  if (healthy !== undefined) throw new Error(`The cases fail without a mutant: ${healthy}`);
  for (const mutant of chosen) {
    const killer = await firstFailure(mutant);
    if (killer === undefined) survivors++;
    console.log(
      `${killer === undefined ? "SURVIVED" : "killed  "}  ${mutant.name}${killer ? `\n          by "${killer}"` : ""}`,
    );
  }
}

/** The name of the first case that fails, with the mutant built in. A case that hangs has noticed, too. */
async function firstFailingCase(contents, mutant) {
  const { cases } = await load(contents, mutant);
  for (const { name, run } of cases) {
    const problem = await settle(run());
    if (problem !== undefined) return name;
  }
  return undefined;
}

/** The same for test files, which are run as they are. */
async function firstFailingTest(patterns, mutant) {
  const outfile = path.join(folder, `${builds++}.mjs`);
  const before = mutant === undefined ? [] : [mutation(mutant)];
  const entry = "as-module.js";
  await bundle({ entry, outfile, patterns, absent: [], conditions: ["node"], installed: false, before });
  const { run } = await import(pathToFileURL(outfile).href);
  let failure;
  const problem = await settle(run().then(({ failed }) => void (failure = failed[0]?.name)));
  return failure ?? problem;
}

function settle(running) {
  let timer;
  const hung = new Promise((resolve) => (timer = setTimeout(resolve, 3000, "it hangs")));
  return Promise.race([running.then(() => undefined, String), hung]).finally(() => clearTimeout(timer));
}

async function load(contents, mutant) {
  const outfile = path.join(folder, `${builds++}.mjs`);
  await build({
    stdin: { contents, resolveDir: here },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["@sess/source"],
    external: ["express"],
    logLevel: "error",
    plugins: mutant === undefined ? [] : [mutation(mutant)],
  });
  return import(pathToFileURL(outfile).href);
}

function mutation(mutant) {
  const target = path.join(packages, mutant.file);
  return {
    name: "mutation",
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.ts$/ }, async ({ path: loaded }) =>
        loaded === target
          ? { contents: apply(mutant, await readFile(loaded, "utf8")), loader: "ts" }
          : undefined,
      ),
  };
}
