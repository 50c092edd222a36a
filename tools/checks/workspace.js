import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { globSync } from "tinyglobby";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** The packages under packages/, each with its folder's name and its package.json. */
export function packagesOf(base = root) {
  return readdirSync(join(base, "packages"))
    .map((folder) => ({ folder, dir: join(base, "packages", folder) }))
    .filter(({ dir }) => existsSync(join(dir, "package.json")))
    .map((found) => ({ ...found, manifest: readJson(join(found.dir, "package.json")) }));
}

/** Every tsconfig that names files to check. */
export function configFiles(base = root) {
  const patterns = [
    "tsconfig.json",
    "{packages,examples,tools}/*/tsconfig*.json",
    "benchmarks/tsconfig*.json",
    "tools/checks/consumer/tsconfig.json",
  ];
  return globSync(patterns, { cwd: base, absolute: true }).sort();
}

const binaries = [join(root, "tools/checks/node_modules/.bin"), join(root, "node_modules/.bin")];
const environment = {
  ...process.env,
  PATH: [...binaries, process.env.PATH].join(delimiter),
  TURBO_TELEMETRY_DISABLED: "1",
};

/** Runs a program, and never rejects: whether it succeeded, and what it printed. */
export function run(command, args, { cwd = root, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...environment, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      stdout += chunk;
      output += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
    });
    child.on("error", (error) => resolve({ ok: false, output: String(error), stdout }));
    child.on("close", (code) => resolve({ ok: code === 0, output: output.trim(), stdout }));
  });
}

/** Ends a check: prints what was found, and fails if there was anything. */
export function report(problems) {
  for (const problem of problems) console.log(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

/** True when the file was started by `node file.js`, not imported by a test. */
export function isMain(meta) {
  return realpathSync(process.argv[1]) === fileURLToPath(meta.url);
}
