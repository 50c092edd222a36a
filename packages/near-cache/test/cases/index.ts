import type { TestCase } from "@sess/conformance";
import { answers } from "./answers.js";
import { bounds } from "./bounds.js";
import { clocks } from "./clocks.js";
import { closing } from "./closing.js";
import { cluster } from "./cluster.js";
import { connections } from "./connections.js";
import { deadlines } from "./deadlines.js";
import { fills } from "./fills.js";
import { lease } from "./lease.js";
import { ownChanges } from "./own-changes.js";

/**
 * The sixteen races of near caches. Their numbers stand in the names of the cases; these are not there:
 * - 10, an entry that depends on two keys: revoking a user deletes each record, and the epoch is always read from the store.
 */
export const groups: Readonly<Record<string, readonly TestCase[]>> = {
  "answers under way": fills,
  connections,
  "several servers": cluster,
  "the lease": lease,
  clocks,
  deadlines,
  "changes of this process": ownChanges,
  "what is kept": answers,
  bounds,
  "beginning and end": closing,
};
