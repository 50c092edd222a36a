// The one file that knows the store.
import { createSessions } from "@sess/core";
import { memoryStore } from "@sess/store-memory";
import { telemetry } from "./telemetry.js";

/** @typedef {{ note?: string }} Data */

/** @type {import("@sess/core").Sessions<Data>} */
export const sessions = createSessions({ store: memoryStore(), onEvent: telemetry() });
