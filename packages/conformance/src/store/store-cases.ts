import type { SessionStore } from "@sess/core";
import { createAndRead } from "./cases/create-and-read.js";
import { deadlines } from "./cases/deadlines.js";
import { deletion } from "./cases/delete.js";
import { differential } from "./cases/differential.js";
import { hostile } from "./cases/hostile.js";
import { isolation } from "./cases/isolation.js";
import { patch } from "./cases/patch.js";
import { races } from "./cases/races.js";
import type { StoreCaseOptions, TestCase } from "./options.js";
import { type Groups, suite } from "./suite.js";
import type { Trial } from "./trial.js";

const SCENARIOS: Groups<Trial> = [
  ["create and read", createAndRead],
  ["patch", patch],
  ["delete", deletion],
  ["deadlines", deadlines],
  ["hostile text", hostile],
  ["isolation", isolation],
  ["races", races],
  ["random", differential],
];

/**
 * The contract of a `SessionStore`, as cases for any test runner:
 *
 * ```ts
 * for (const c of storeCases({ makeStore: (clock) => memoryStore({ clock }) })) it(c.name, c.run);
 * ```
 *
 * Each case makes its own store and uses random keys, so cases may run in any order, and at once on one database.
 * Names and values are tested with every kind of well-formed text. Lone surrogates are left out: a store may encode text
 * as UTF-8, which has none.
 */
export function storeCases<Store extends SessionStore>(options: StoreCaseOptions<Store>): TestCase[] {
  return suite(SCENARIOS, options, (trial) => trial);
}
