import fc from "fast-check";
import { play, type Schedule } from "./play.js";
import type { Tally } from "./run.js";
import { anyStep } from "./steps.js";

const anySchedule: fc.Arbitrary<Schedule> = fc.record({
  trouble: fc.constantFrom("frozen machines", "clocks that are set"),
  maxEntries: fc.constantFrom(1, 2, 100, 100),
  steps: fc.array(anyStep, { maxLength: 200, size: "max" }),
});

/** Plays random schedules. Fails with the shortest that breaks the promise, and the seed that brings it back. */
export async function check(parameters: fc.Parameters<[Schedule]>): Promise<Tally> {
  const tally = { steps: 0, hits: 0, oldStates: 0 };
  await fc.assert(
    fc.asyncProperty(anySchedule, (schedule) => play(schedule, tally)),
    parameters,
  );
  return tally;
}
