// Puts one flavour into the cache: `flock LOCK node fetch.js redis-7.0`. Who runs it holds the lock.
import { fillFolder, fromDebian } from "@sess/test-debian";
import { inCache } from "./binary.js";
import { treeOf } from "./cache.js";
import { fromDocker } from "./docker.js";
import { flavours } from "./flavours.js";

const name = process.argv[2] ?? "";
const flavour = flavours[name];

/** @type {string[]} */
const reasons = [];
for (const source of [fromDebian, fromDocker]) {
  // Somebody else may have fetched it while this process waited for the lock.
  if (await inCache(name)) break;
  await fillFolder(treeOf(name), async (root) => {
    if (flavour === undefined) throw new Error(`There is no flavour ${name}`);
    await source(flavour, root);
  }).catch((error) => reasons.push(error.message));
}
if (!(await inCache(name))) {
  console.error(reasons.join("\n"));
  process.exitCode = 1;
}
