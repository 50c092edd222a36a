import { execFile } from "node:child_process";
import { mkdir, rename, rm } from "node:fs/promises";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/**
 * With an empty HOME, what the system knows of the user.
 *
 * @param {string} name
 */
export function cacheFolder(name) {
  const base = process.env.XDG_CACHE_HOME || join(homedir() || userInfo().homedir, ".cache");
  return join(base, name);
}

/**
 * Fills a cache by a process of its own, `node script …args`, under a lock that the system takes back if that one dies: of
 * several that start at once, the first fetches, and the others find.
 *
 * @param {string} folder the cache
 * @param {string} script
 * @param {string[]} args
 */
export async function fillLocked(folder, script, args = []) {
  await mkdir(folder, { recursive: true });
  await promisify(execFile)("flock", [join(folder, "lock"), process.execPath, script, ...args]);
}

/**
 * Fills a new folder, which gets its name when it is whole.
 *
 * @param {string} folder
 * @param {(partial: string) => Promise<void>} source
 */
export async function fillFolder(folder, source) {
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial);
  try {
    await source(partial);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
