// One server process, which does not outlive this one.
import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * A shell becomes the server, and leaves a child that listens on a pipe from here. When this process ends, however it
 * ends, the pipe closes without the word that all is well, and the child kills the server and removes its folder.
 */
const guarded = `
  ( read -r word <&3 || { kill -9 $$; rm -rf "$0"; } ) >/dev/null 2>&1 &
  exec "$@" 3<&-`;

/**
 * @param {import("./binary.js").Binary} binary
 * @param {string[]} args
 * @param {string} folder where it runs, and all that it writes
 */
export async function launch({ command, args: before }, args, folder) {
  const child = spawn("/bin/sh", ["-c", guarded, folder, command, ...before, ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const pipe = /** @type {import("node:stream").Writable} */ (child.stdio[3]);
  pipe.on("error", () => {}); // The reader of the word may be gone already.
  const ended = once(child, "exit").then(() => {
    pipe.end("done\n");
    alive = false;
  });
  let alive = true;
  let log = "";

  await /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      const read = (/** @type {string} */ text) => {
        log += text;
        if (/ready to accept connections|sentinel id is/i.test(log)) resolve();
      };
      child.stdout?.setEncoding("utf8").on("data", read);
      child.stderr?.setEncoding("utf8").on("data", read);
      // Not on "exit": the log comes to its end after it.
      child.on("close", () => reject(new Error(`The server ended before it was ready:\n${log}`)));
      child.on("error", reject);
    })
  );

  return {
    pid: /** @type {number} */ (child.pid),
    alive: () => alive,
    log: () => log,
    /** @param {NodeJS.Signals} name */
    signal: (name) => child.kill(name),
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
