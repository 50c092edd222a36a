import { expect, it } from "vitest";
import { check } from "./checker/check.js";
import { runs } from "./support/runs.js";

it("no schedule of messages, failures and clocks breaks the promise, or a cache for good", async () => {
  const { steps, hits, oldStates } = await check(runs(600));
  console.log(`${steps} steps, ${hits} answers from memory, ${oldStates} of them old`);
  if (process.env["SESS_SEED"]) return;
  expect(steps).toBeGreaterThan(20_000);
  expect(hits).toBeGreaterThan(1000);
  expect(oldStates).toBeGreaterThan(50);
});
