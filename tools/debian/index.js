export { cacheFolder, fillFolder, fillLocked } from "./cache.js";
export { fromDebian, mirrors } from "./debian.js";
export { firstOf, loaderName, triple } from "./tree.js";
