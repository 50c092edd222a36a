import type { SessionStore } from "@sess/core";
import type { StoreCaseOptions, TestCase } from "./options.js";
import { ending, limits } from "./session-cases/cases.js";
import { type SessionTrial, sessionTrial } from "./session-cases/trial.js";
import { type Groups, suite } from "./suite.js";

const SCENARIOS: Groups<SessionTrial> = [
  ["ending sessions", ending],
  ["limits", limits],
];

/**
 * What users see of a store that has a user index, through core: lists, revocations and limits, in two processes. As cases for
 * any test runner:
 *
 * ```ts
 * for (const c of sessionCases({ makeStore: (clock) => memoryStore({ clock }) })) it(c.name, c.run);
 * ```
 *
 * The options are those of `storeCases`. One case ends all sessions there are: give the suite a database, or a prefix, of its own.
 */
export function sessionCases<Store extends SessionStore>(options: StoreCaseOptions<Store>): TestCase[] {
  return suite(SCENARIOS, options, sessionTrial);
}
