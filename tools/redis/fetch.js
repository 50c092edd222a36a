// Puts one flavour into the cache: `flock LOCK node fetch.js redis-7.0`. Who runs it holds the lock.
import { mkdir, rename, rm } from "node:fs/promises";
import { inCache } from "./binary.js";
import { treeOf } from "./cache.js";
import { fromDebian } from "./debian.js";
import { fromDocker } from "./docker.js";
import { flavours } from "./flavours.js";

const name = process.argv[2] ?? "";
const flavour = flavours[name];

/**
 * Fills a new folder, which gets its name when it is whole.
 *
 * @param {(parts: NonNullable<typeof flavour>, root: string) => Promise<void>} source
 */
async function fetchFrom(source) {
  if (flavour === undefined) throw new Error(`There is no flavour ${name}`);
  const partial = `${treeOf(name)}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial);
  try {
    await source(flavour, partial);
    await rm(treeOf(name), { recursive: true, force: true });
    await rename(partial, treeOf(name));
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** @type {string[]} */
const reasons = [];
for (const source of [fromDebian, fromDocker]) {
  // Somebody else may have fetched it while this process waited for the lock.
  if (await inCache(name)) break;
  await fetchFrom(source).catch((error) => reasons.push(error.message));
}
if (!(await inCache(name))) {
  console.error(reasons.join("\n"));
  process.exitCode = 1;
}
