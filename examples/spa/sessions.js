// The one file that knows where sessions live.
import { createSessions } from "@sess/core";
import { memoryStore } from "@sess/store-memory";

/** @type {import("@sess/core").Sessions} */
export const sessions = createSessions({ store: memoryStore() });
