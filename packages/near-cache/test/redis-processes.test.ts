import { randomOf, seedOfRun, shuffled } from "@sess/test-random";
import { afterAll, beforeAll, describe, it } from "vitest";
import { buildChild, removeChild, startChild } from "./support/redis-children.js";
import { networkFaults, restart, serverFaults } from "./support/redis-faults.js";
import { keepTheBound } from "./support/redis-trial.js";

describe(`processes that know nothing of each other (SESS_SEED=${seedOfRun})`, () => {
  beforeAll(buildChild);
  afterAll(removeChild);

  it("keep the bound among them, by the machine's clock", async () => {
    const random = randomOf(seedOfRun);
    const some = shuffled([...networkFaults, ...serverFaults], random).slice(0, 6);
    await keepTheBound({
      nodes: 2,
      faults: shuffled([...some, restart], random),
      random,
      start: (port, number, lives) => startChild(port, number, lives, seedOfRun),
    });
  });
});
