// The one file that knows where sessions live.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSessions } from "@sess/core";
import { fileStore } from "./file-store.js";

/** @typedef {{ note?: string }} Data */

export const folder = process.env.SESSIONS || join(tmpdir(), "sess-custom-store");
export const store = fileStore(folder);

/** @type {import("@sess/core").Sessions<Data>} */
export const sessions = createSessions({ store });
