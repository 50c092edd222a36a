import type { SessionStore } from "@sess/core";
import { deadlines } from "./index-cases/deadlines.js";
import { differential } from "./index-cases/differential.js";
import { listing } from "./index-cases/listing.js";
import { races } from "./index-cases/races.js";
import { revoking } from "./index-cases/revoking.js";
import { type IndexTrial, indexTrial } from "./index-cases/trial.js";
import { userIds } from "./index-cases/user-ids.js";
import type { StoreCaseOptions, TestCase } from "./options.js";
import { type Groups, suite } from "./suite.js";

const SCENARIOS: Groups<IndexTrial> = [
  ["listing", listing],
  ["revoking", revoking],
  ["deadlines", deadlines],
  ["user ids", userIds],
  ["races", races],
  ["random", differential],
];

/**
 * The contract of `store.users`, as cases for any test runner:
 *
 * ```ts
 * for (const c of userIndexCases({ makeStore: (clock) => memoryStore({ clock }) })) it(c.name, c.run);
 * ```
 *
 * The options are those of `storeCases`. Users and keys are random, so cases may run at once on one database; only the strange
 * user ids are the same in every run.
 */
export function userIndexCases<Store extends SessionStore>(options: StoreCaseOptions<Store>): TestCase[] {
  return suite(SCENARIOS, options, indexTrial);
}
