// The one file that knows where sessions live.
import { createSessions } from "@sess/core";
import { memoryStore } from "@sess/store-memory";
import { hear } from "./sockets.js";

/** @type {import("@sess/core").Sessions} */
export const sessions = createSessions({
  store: memoryStore(),
  onEvent: (event) => {
    hear(event);
    if (event.type === "store_failed") console.error("The session store failed:", event.error);
  },
});
