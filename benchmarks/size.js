// What an app takes in: core's size in a bundle, and how long the first import takes.
import { execFileSync } from "node:child_process";
import { sizeOf } from "@sess/checks/size.js";
import { atMost } from "./report/bars.js";
import { medianOf } from "./report/statistics.js";

const packages = [
  "@sess/core",
  "@sess/store-memory",
  "@sess/store-redis",
  "@sess/express",
  "@sess/fastify",
  "@sess/koa",
  "ioredis",
  "express-session",
  "connect-redis",
  "redis",
  "@fastify/session",
  "koa-session",
  "iron-session",
  "fast-jwt",
  "jose",
  "jsonwebtoken",
];

/** Milliseconds, in a process that has loaded nothing before. Files are in the system's cache. */
function importMs(name) {
  const script = `const t = performance.now(); await import("${name}"); console.log(performance.now() - t);`;
  const args = ["--input-type=module", "--eval", script];
  return Number(execFileSync(process.execPath, args, { cwd: import.meta.dirname, encoding: "utf8" }));
}

export async function size({ quick }, log) {
  const runs = quick ? 3 : 15;
  const times = Object.fromEntries(packages.map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    log(`size: import ${run + 1} of ${runs}`);
    for (const name of packages) times[name].push(importMs(name));
  }
  const bytes = await sizeOf("core");
  return {
    title: "What an app takes in",
    text: `@sess/core is ${bytes} bytes, minified and brotlied. Imports: medians of ${runs} fresh processes each.`,
    tables: [
      {
        title: "First import",
        columns: ["", "median, ms", "fastest, ms"],
        rows: packages.map((name) => [
          name,
          medianOf(times[name]).toFixed(1),
          Math.min(...times[name]).toFixed(1),
        ]),
      },
    ],
    bars: [
      atMost("size of core, brotlied", "@sess/core", 10_000, bytes, " B"),
      atMost("cold import", "@sess/core", 5, medianOf(times["@sess/core"]), " ms"),
    ],
  };
}
