// Where the server's program comes from: PATH, then the cache, then the cache after filling it.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { fillLocked } from "@sess/test-debian";
import { cacheFolder, treeOf } from "./cache.js";
import { fits, flavours } from "./flavours.js";
import { serverIn } from "./tree.js";

/** @typedef {{ command: string, args: string[], flavour: string, version: string }} Binary */

const run = promisify(execFile);

/**
 * Asks a program what it is.
 *
 * @param {string} command
 * @param {string[]} [args]
 * @returns {Promise<Binary | undefined>} undefined when there is no such program, or it does not run here
 */
async function identify(command, args = []) {
  const { stdout } = await run(command, [...args, "--version"]).catch(() => ({ stdout: "" }));
  const [, kind, version] = /^(\w+) server v=([\d.]+)/.exec(stdout) ?? [];
  if (kind === undefined || version === undefined) return undefined;
  return { command, args, flavour: `${kind.toLowerCase()}-${version}`, version };
}

/** @param {string | undefined} asked */
async function onPath(asked) {
  for (const name of ["redis-server", "valkey-server"]) {
    const found = await identify(name);
    if (found && fits(found.flavour, asked)) return found;
  }
  return undefined;
}

/** @param {string | undefined} asked */
export async function inCache(asked) {
  for (const name of Object.keys(flavours).filter((flavour) => fits(flavour, asked))) {
    const server = await serverIn(treeOf(name));
    const found = server && (await identify(server.command, server.args));
    if (found) return found;
  }
  return undefined;
}

/** @param {string | undefined} asked */
async function fetched(asked) {
  const name = Object.keys(flavours).find((flavour) => fits(flavour, asked));
  if (name === undefined) throw new Error(`Only these can be fetched: ${Object.keys(flavours).join(", ")}`);
  const script = fileURLToPath(new URL("fetch.js", import.meta.url));
  await fillLocked(cacheFolder(), script, [name]);
  return inCache(name);
}

/** @param {string | undefined} asked */
export async function findBinary(asked = process.env.SESS_REDIS_SERVER || undefined) {
  const found = (await onPath(asked)) ?? (await inCache(asked));
  if (found) return found;
  /** @type {unknown} */
  let reason = `what was fetched into ${cacheFolder()} does not run`;
  const fresh = await fetched(asked).catch((error) => void (reason = error?.stderr || error));
  if (fresh) return fresh;
  throw new Error(`There is no ${asked ?? "Redis"} server on PATH, and none could be fetched:
${String(reason).trim().replace(/^/gm, "  ")}
Type one of these, and try again:
  apt-get install redis-server     (Debian, Ubuntu)
  brew install redis               (macOS)
  export REDIS_URL=redis://…       (for suites that need not kill the server)`);
}
