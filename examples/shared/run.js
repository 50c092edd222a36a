import { spawn } from "node:child_process";
import { vi } from "vitest";

// tsx, because the packages' source is TypeScript here. What is installed from npm needs nothing of the kind.
const loader = import.meta.resolve("tsx");

/**
 * Runs an example's server.js in a process of its own, on a free port.
 *
 * @param {string} folder
 * @param {Record<string, string>} [env]
 * @param {string[]} [flags] what its `start` script gives to Node
 */
export function run(folder, env, flags = []) {
  const child = spawn(
    process.execPath,
    ["--conditions=@sess/source", "--import", loader, ...flags, "server.js"],
    {
      cwd: folder,
      env: { ...process.env, NODE_ENV: "development", PORT: "0", HOST: "", STORE: "", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const running = {
    child,
    /** All that it has printed so far. */
    output: "",
    /** The exit code. @type {Promise<number | null>} */
    exited: new Promise((resolve) => child.once("close", resolve)),
    /** The first address that it has printed. */
    url: "",
    async opened() {
      await vi.waitFor(
        () => {
          if (!running.output.includes("Ctrl+C")) throw new Error(`It does not open. ${running.output}`);
        },
        { timeout: 40_000 },
      );
      running.url = /http:\/\/\S+/.exec(running.output)?.[0] ?? "";
    },
    /** As its user does. Resolves with the exit code. */
    stop() {
      child.kill("SIGINT");
      return running.exited;
    },
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => (running.output += text));
  }
  return running;
}
