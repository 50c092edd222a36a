import { execFileSync } from "node:child_process";
import { cpus } from "node:os";

/** Servers have a core for themselves; Redis and the load share the other. */
export const SERVER_CORE = 0;
export const LOAD_CORE = 1;

export const ALL_CORES = `0-${cpus().length - 1}`;

/** Whether processes can be kept on a core: without it, figures are noisier. */
export const canPin = cpus().length > 1 && hasTaskset();

/** All threads of a process. */
export function pin(pid, core) {
  if (canPin) execFileSync("taskset", ["-acp", String(core), String(pid)], { stdio: "ignore" });
}

/** Keeps this process on the load's core for as long as `work` takes. */
export async function onLoadCore(work) {
  pin(process.pid, LOAD_CORE);
  try {
    return await work();
  } finally {
    pin(process.pid, ALL_CORES);
  }
}

function hasTaskset() {
  try {
    execFileSync("taskset", ["-p", String(process.pid)], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
