import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";
import { canPin } from "./cores.js";

/** What figures depend on, and nothing that names the machine. To be called before; what it returns, after. */
export function machine() {
  const [load] = loadavg();
  const before = times();
  const described = description(load);
  return () => ({ ...described, "taken by other virtual machines": stolenSince(before) });
}

/** All time of all cores, and what the host gave to others, since the start. Linux alone tells. */
function times() {
  if (!existsSync("/proc/stat")) return undefined;
  const [, ...ticks] = readFileSync("/proc/stat", "utf8").split("\n", 1)[0].split(/\s+/);
  const [stolen] = ticks.slice(7).map(Number);
  return { stolen, all: ticks.slice(0, 8).reduce((sum, count) => sum + Number(count), 0) };
}

function stolenSince(before) {
  if (before === undefined) return "unknown";
  const after = times();
  return `${((100 * (after.stolen - before.stolen)) / Math.max(1, after.all - before.all)).toFixed(1)} % of the time`;
}

function description(load) {
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
    node: process.version,
    v8: process.versions.v8,
    system: `${platform()} ${release()} ${arch()}`,
    processor: `${cpus().length} x ${cpus()[0]?.model.trim() ?? "unknown"}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    "load before": Number(load.toFixed(2)),
    pinned: canPin
      ? "servers on one core, Redis and the load on the other"
      : "no: there is no taskset, or one core",
  };
}

function commit() {
  try {
    const hash = git("rev-parse", "--short", "HEAD");
    return git("status", "--porcelain", "--", ":!*.md", ":!benchmarks/results") === ""
      ? hash
      : `${hash}, changed`;
  } catch {
    return "unknown";
  }
}

const git = (...args) => execFileSync("git", args, { encoding: "utf8" }).trim();
