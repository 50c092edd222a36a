import { join } from "node:path";
import * as debian from "@sess/test-debian";

export const cacheFolder = () => debian.cacheFolder("sess-redis");

/** @param {string} flavour */
export const treeOf = (flavour) => join(cacheFolder(), flavour);
