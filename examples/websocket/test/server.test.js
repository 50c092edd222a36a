import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { browser } from "./client.js";

// tsx, because the packages' source is TypeScript here. What is installed from npm needs nothing of the kind.
const loader = import.meta.resolve("tsx");

/** Runs server.js in a process of its own. @param {Record<string, string>} env */
function run(env) {
  const child = spawn(process.execPath, ["--conditions=@sess/source", "--import", loader, "server.js"], {
    cwd: join(import.meta.dirname, ".."),
    env: { ...process.env, NODE_ENV: "development", HOST: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const running = { child, output: "", exited: new Promise((resolve) => child.once("close", resolve)) };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => (running.output += text));
  }
  return running;
}

test("the server says where it is, and closes when it is told to, with sockets open", async () => {
  const running = run({ PORT: "0" });
  await vi.waitFor(() => expect(running.output).toContain("Ctrl+C"), { timeout: 15_000 });
  const url = /http:\S+/.exec(running.output)?.[0] ?? "";
  const user = browser(url);
  await user.signIn();
  const socket = await user.connect();
  expect(socket.status).toBe(101);

  const second = run({ PORT: new URL(url).port });
  expect(await second.exited).toBe(1);
  expect(second.output).toContain(`Cannot listen on port ${new URL(url).port}`);

  running.child.kill("SIGTERM");
  expect(await running.exited).toBe(0);
  expect(await socket.closed).toBe(1006);
});
