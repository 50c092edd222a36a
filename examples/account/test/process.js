import { join } from "node:path";
import { run as runIn } from "@sess-example/shared/run.js";

/** Runs server.js in a process of its own. @param {Record<string, string>} env */
export const run = (env) => runIn(join(import.meta.dirname, ".."), env);

/** @typedef {ReturnType<typeof run>} Running */
