// Free ports below those that systems hand out to clients: nobody takes a killed server's port before it is back.
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdir, stat, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** A cluster node listens here too, for the other nodes. */
const bus = 10_000;

/** A port is given out once in this time: its server may be down for a while, and must find it free when it comes back. */
const KEPT_MS = 3_600_000;
const given = join(tmpdir(), `sess-ports-${userInfo().username}`);

/** @param {number} port */
async function isFree(port) {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

/** Whether no other process has been given it. @param {number} port */
async function take(port) {
  const file = join(given, String(port));
  try {
    await writeFile(file, "", { flag: "wx" });
    return true;
  } catch {
    const { mtimeMs } = await stat(file);
    if (Date.now() - mtimeMs < KEPT_MS) return false;
    await utimes(file, new Date(), new Date());
    return true;
  }
}

/** A port that is free, and so is its bus port. */
export async function freePort() {
  await mkdir(given, { recursive: true });
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(12_000, 12_000 + bus);
    if ((await take(port)) && (await isFree(port)) && (await isFree(port + bus))) return port;
  }
  throw new Error("No free port between 12000 and 22000 on 127.0.0.1");
}
