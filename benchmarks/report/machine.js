import { execFileSync } from "node:child_process";
import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";
import { canPin } from "./cores.js";

/** What figures depend on, and nothing that names the machine. */
export function machine() {
  const [load] = loadavg();
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
