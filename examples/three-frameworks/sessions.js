// The one file that knows where sessions live.
import { createSessions } from "@sess/core";
import { memoryStore } from "@sess/store-memory";

/**
 * How often each framework has shown its private page.
 *
 * @typedef {{ express?: number, fastify?: number, koa?: number }} Visits
 */

/** @type {import("@sess/core").Sessions<Visits>} */
export const sessions = createSessions({ store: memoryStore() });
