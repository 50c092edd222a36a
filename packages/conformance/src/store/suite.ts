import type { SessionStore } from "@sess/core";
import { ManualClock, RealClock } from "./clock.js";
import type { StoreCaseOptions, TestCase } from "./options.js";
import { makeTrial, type Scenario, type Trial } from "./trial.js";

/** Scenarios by the name of their group. */
export type Groups<T> = readonly (readonly [string, readonly Scenario<T>[]])[];

/** Makes cases of scenarios. `prepare` makes of a trial what these scenarios work with. */
export function suite<T, Store extends SessionStore>(
  groups: Groups<T>,
  options: StoreCaseOptions<Store>,
  prepare: (trial: Trial) => T,
): TestCase[] {
  const seed = options.seed ?? seedOfEnvironment() ?? randomSeed();
  return groups.flatMap(([group, scenarios]) =>
    scenarios.map((scenario) => ({
      name: `${group}: ${scenario.name}`,
      run: () => withTrial(options, seed, async (trial) => scenario.run(prepare(trial))),
    })),
  );
}

async function withTrial<Store extends SessionStore>(
  options: StoreCaseOptions<Store>,
  seed: number,
  run: (trial: Trial) => Promise<void>,
): Promise<void> {
  const clock = options.clock === "real" ? new RealClock() : new ManualClock();
  const store = await options.makeStore(clock);
  const peer = (await options.makePeer?.(store)) ?? store;
  try {
    await run(makeTrial(store, peer, clock, seed));
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
