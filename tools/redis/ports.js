// Free ports below those that systems hand out to clients: nobody takes a killed server's port before it is back.
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** A cluster node listens here too, for the other nodes. */
const bus = 10_000;

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

/** A port that is free, and so is its bus port. */
export async function freePort() {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(12_000, 12_000 + bus);
    if ((await isFree(port)) && (await isFree(port + bus))) return port;
  }
  throw new Error("No free port between 12000 and 22000 on 127.0.0.1");
}
