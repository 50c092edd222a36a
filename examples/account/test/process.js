import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, vi } from "vitest";

// tsx, because the packages' source is TypeScript here. What is installed from npm needs nothing of the kind.
const loader = import.meta.resolve("tsx");

/** Runs server.js in a process of its own. @param {Record<string, string>} env */
export function run(env) {
  const child = spawn(process.execPath, ["--conditions=@sess/source", "--import", loader, "server.js"], {
    cwd: join(import.meta.dirname, ".."),
    env: { ...process.env, NODE_ENV: "development", PORT: "0", HOST: "", STORE: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const running = { child, output: "", exited: new Promise((resolve) => child.once("close", resolve)) };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => (running.output += text));
  }
  return running;
}

/** @typedef {ReturnType<typeof run>} Running */

/** @param {Running} running */
export async function opened(running) {
  await vi.waitFor(() => expect(running.output).toContain("Ctrl+C"), { timeout: 30_000 });
}

/** Where it listens. @param {Running} running */
export function urlOf(running) {
  return /http:\/\/\S+/.exec(running.output)?.[0] ?? "";
}
