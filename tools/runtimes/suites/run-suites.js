import { startTests } from "@vitest/runner";

/** As in the packages' own settings, where they differ from vitest's. */
const config = {
  root: "/",
  sequence: { hooks: "stack", setupFiles: "list", concurrent: false, shuffle: false, seed: 0 },
  testTimeout: 60_000,
  hookTimeout: 120_000,
  maxConcurrency: 5,
  setupFiles: [],
  retry: 0,
  passWithNoTests: false,
  allowOnly: false,
  tags: [],
  strictTags: false,
};

/**
 * Runs test files, one after the other, in this very process: no server, no transformation, no worker.
 *
 * @param files functions that import a test file, by `/package/test/file`
 * @param absent what cannot be shown here: parts of the full names of tests, which begin with their file's
 * @returns how many tests passed by package, what failed, how many were left out as absent, and which rows of `absent` are of nothing
 */
export async function runSuites(files, absent) {
  const rows = new Map(absent.map((part) => [part, 0]));
  const result = { passed: {}, failed: [] };
  const names = Object.keys(files).filter((name) => !isAbsent(rows, name));
  // One at a time: what a file does to the globals is over before the next one is read.
  for (const name of names) add(result, await runFile(name, files[name], rows));
  return {
    ...result,
    absent: [...rows.values()].reduce((sum, count) => sum + count, 0),
    stale: [...rows].filter(([, count]) => count === 0).map(([part]) => part),
  };
}

async function runFile(name, importFile, rows) {
  const [file] = await startTests([name], {
    config,
    importFile,
    onCollected: (collected) => {
      for (const { task, name } of collected.flatMap((file) => testsOf(file)))
        if (isAbsent(rows, name)) task.mode = "skip";
    },
  });
  return file;
}

function add({ passed, failed }, file) {
  const [folder] = file.name.split("/");
  passed[folder] ??= 0;
  for (const error of file.result?.errors ?? []) failed.push({ name: file.name, why: textOf(error) });
  for (const { task, name } of testsOf(file)) {
    if (task.result?.state === "pass") passed[folder]++;
    else if (task.mode !== "skip") failed.push({ name, why: textOf(task.result?.errors?.[0]) });
  }
}

function isAbsent(rows, name) {
  for (const [part, count] of rows) {
    if (!name.includes(part)) continue;
    rows.set(part, count + 1);
    return true;
  }
  return false;
}

/** Every test with its full name. */
function testsOf(task, before = "") {
  const name = before === "" ? task.name : `${before} > ${task.name}`;
  if (task.type === "test") return [{ task, name }];
  return task.tasks.flatMap((child) => testsOf(child, name));
}

function textOf(error) {
  return String(error?.stack ?? error?.message ?? "it did not run").slice(0, 1000);
}
