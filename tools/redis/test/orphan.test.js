import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { until } from "../index.js";

const owner = `
  import { startRedis } from ${JSON.stringify(new URL("../index.js", import.meta.url).href)};
  const { port, command, pause } = await startRedis();
  const [, folder] = await command("CONFIG", "GET", "dir");
  if (process.argv[1] === "paused") pause();
  console.log(JSON.stringify({ port, folder }));`;

/**
 * Asks by the port, which even a paused server holds. An orphan's process id may stay taken for a while.
 *
 * @param {number} port
 */
async function isListening(port) {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

test.each(["running", "paused"])(
  "a %s server ends with its owner, even if that one is killed",
  async (state) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", owner, state], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(child.stdout, "data");
    const { port, folder } = JSON.parse(line);
    expect(await isListening(port)).toBe(true);
    child.kill("SIGKILL");
    await until("its port is free", async () => !(await isListening(port)));
    await until("its folder has gone", () => !existsSync(folder));
  },
);
