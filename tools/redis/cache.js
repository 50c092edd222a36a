import { mkdir } from "node:fs/promises";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";

/** With an empty HOME, what the system knows of the user. */
export function cacheFolder() {
  const base = process.env.XDG_CACHE_HOME || join(homedir() || userInfo().homedir, ".cache");
  return join(base, "sess-redis");
}

/** @param {string} flavour */
export const treeOf = (flavour) => join(cacheFolder(), flavour);

export async function lockOf() {
  await mkdir(cacheFolder(), { recursive: true });
  return join(cacheFolder(), "lock");
}
