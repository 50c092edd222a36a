import { turn } from "../support/world.js";
import { Run, type Tally, type Trouble } from "./run.js";
import { type Step, take } from "./steps.js";

export interface Schedule {
  readonly trouble: Trouble;
  readonly maxEntries: number;
  readonly steps: readonly Step[];
}

export async function play(schedule: Schedule, tally: Tally): Promise<void> {
  const run = new Run(schedule.trouble, schedule.maxEntries, tally);
  for (const step of schedule.steps) {
    take(run, step);
    if (step.turn) await turn();
  }
  tally.steps += schedule.steps.length;
  await turn();
  await run.heal();
}
