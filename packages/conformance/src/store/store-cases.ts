import type { SessionStore } from "@sess/core";
import { ManualClock, RealClock } from "./clock.js";
import { createAndRead } from "./cases/create-and-read.js";
import { deadlines } from "./cases/deadlines.js";
import { deletion } from "./cases/delete.js";
import { differential } from "./cases/differential.js";
import { hostile } from "./cases/hostile.js";
import { isolation } from "./cases/isolation.js";
import { patch } from "./cases/patch.js";
import { races } from "./cases/races.js";
import type { StoreCaseOptions, TestCase } from "./options.js";
import { makeTrial } from "./trial.js";
import type { Scenario } from "./trial.js";

const SCENARIOS: readonly (readonly [string, readonly Scenario[]])[] = [
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
  const seed = options.seed ?? seedOfEnvironment() ?? randomSeed();
  return SCENARIOS.flatMap(([group, scenarios]) =>
    scenarios.map((scenario) => ({
      name: `${group}: ${scenario.name}`,
      run: () => runScenario(scenario, options, seed),
    })),
  );
}

async function runScenario<Store extends SessionStore>(
  scenario: Scenario,
  options: StoreCaseOptions<Store>,
  seed: number,
): Promise<void> {
  const clock = options.clock === "real" ? new RealClock() : new ManualClock();
  const store = await options.makeStore(clock);
  const peer = (await options.makePeer?.(store)) ?? store;
  try {
    await scenario.run(makeTrial(store, peer, clock, seed));
  } finally {
    const dispose = options.dispose ?? ((made) => made.close?.());
    for (const made of new Set<SessionStore>([peer, store])) await dispose(made);
  }
}

function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

function seedOfEnvironment(): number | undefined {
  const seed = process.env["SESS_SEED"];
  if (seed === undefined || seed === "") return undefined;
  if (!/^\d+$/.test(seed)) throw new TypeError("SESS_SEED must be a whole number.");
  return Number(seed);
}
