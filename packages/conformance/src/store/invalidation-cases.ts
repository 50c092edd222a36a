import type { SessionStore } from "@sess/core";
import { announcing } from "./invalidation-cases/announcing.js";
import { listening } from "./invalidation-cases/listening.js";
import { silence } from "./invalidation-cases/silence.js";
import { type NewsTrial, newsTrial } from "./invalidation-cases/trial.js";
import type { StoreCaseOptions, TestCase } from "./options.js";
import { type Groups, suite } from "./suite.js";
import type { Scenario } from "./trial.js";

const SCENARIOS: Groups<NewsTrial> = [
  ["announced", announcing.map(hangingUp)],
  ["not announced", silence.map(hangingUp)],
  ["listening", listening.map(hangingUp)],
];

/**
 * The contract of `store.invalidations`, as cases for any test runner:
 *
 * ```ts
 * for (const c of invalidationCases({ makeStore: () => myStore(), clock: "real" })) it(c.name, c.run);
 * ```
 *
 * The options are those of `storeCases`. A store may take a moment to connect; that nothing is announced is shown by a later
 * change and a barrier, never by waiting.
 */
export function invalidationCases<Store extends SessionStore>(options: StoreCaseOptions<Store>): TestCase[] {
  return suite(SCENARIOS, options, newsTrial);
}

function hangingUp({ name, run }: Scenario<NewsTrial>): Scenario<NewsTrial> {
  return { name, run: (trial) => run(trial).finally(() => trial.hangUp()) };
}
