import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBinary } from "./binary.js";
import { certify } from "./certificate.js";
import { send } from "./command.js";
import { freePort } from "./ports.js";
import { launch } from "./process.js";

/** @typedef {import("./index.js").RedisOptions} RedisOptions */
/** @typedef {import("./index.js").RedisServer} RedisServer */

const host = "127.0.0.1";

/**
 * What every server has in common: no data on disk. Replicas do not wait for others to join them, and have something to
 * replicate soon: before that, a cluster does not list them.
 */
const defaults = {
  bind: host,
  save: '""',
  appendonly: "no",
  "repl-diskless-sync-delay": 0,
  "repl-ping-replica-period": 1,
};

/** @param {NonNullable<RedisOptions["config"]>} config */
function textOf(config) {
  const lines = Object.entries(config).flatMap(([name, value]) =>
    [value].flat().map((one) => `${name} ${one}`),
  );
  return lines.join("\n") + "\n";
}

/** @type {typeof import("./index.js").startRedis} */
export const startRedis = async (options = {}) => start(await findBinary(options.flavour), options);

/**
 * @param {import("./binary.js").Binary} binary
 * @param {RedisOptions} options
 * @param {string[]} args
 * @returns {Promise<RedisServer>}
 */
export async function start(binary, { config = {}, tls = false }, args = []) {
  const folder = await mkdtemp(join(tmpdir(), "sess-redis-"));
  const certificate = tls ? await certify(folder) : undefined;
  const file = join(folder, "server.conf");

  /** @type {number} */
  let port;
  const run = () => launch(binary, [file, ...args], folder);

  /** Somebody else may take the port before the server has it. */
  async function runSomewhere(tries = 5) {
    port = await freePort();
    const where = tls ? { port: 0, "tls-port": port } : { port };
    await writeFile(file, textOf({ ...defaults, dir: folder, ...where, ...certificate?.config, ...config }));
    try {
      return await run();
    } catch (error) {
      if (tries > 1 && /address already in use/i.test(String(error))) return runSomewhere(tries - 1);
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  let running = await runSomewhere();

  return {
    host,
    get port() {
      return port;
    },
    get url() {
      return `${tls ? "rediss" : "redis"}://${host}:${port}`;
    },
    get pid() {
      return running.alive() ? running.pid : undefined;
    },
    flavour: binary.flavour,
    version: binary.version,
    ...(certificate && { ca: certificate.ca }),
    log: () => running.log(),
    kill: () => running.kill(),
    pause: () => void running.signal("SIGSTOP"),
    resume: () => void running.signal("SIGCONT"),
    async restart() {
      await running.kill();
      running = await run();
    },
    async stop() {
      await running.kill();
      await rm(folder, { recursive: true, force: true });
    },
    command: (...words) => send({ host, port, ca: certificate?.ca, password: config.requirepass }, words),
  };
}
