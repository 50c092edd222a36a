import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SessionStore } from "@sess/core";
import type { StoreCaseOptions, TestCase } from "../../src/index.js";
import { ModelStore } from "../../src/store/model-store.js";
import type { Mutants } from "../mutants/mutant.js";

type Cases = (options: StoreCaseOptions<SessionStore>) => TestCase[];

/**
 * Tests a suite: it passes the model, and notices every mutant.
 *
 * @param manualOnly what cannot be seen from outside a store that keeps its own time: differences of a millisecond.
 */
export function describeSuite(
  name: string,
  cases: Cases,
  mutants: Mutants,
  manualOnly: readonly string[] = [],
): void {
  const killers = new Map<string, string>();

  describe.each(["manual", "real"] as const)(`the ${name} with a %s clock`, (clock) => {
    // Time that runs as fast as it is waited for: the real clock needs no real time.
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
      vi.setTimerTickMode("nextTimerAsync");
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    describe("passes a store that keeps the contract", () => {
      for (const c of cases({ makeStore: (time) => new ModelStore(time), clock, seed: 1 })) it(c.name, c.run);
    });

    describe("fails a store that breaks a rule", () => {
      for (const [rule, makeStore] of Object.entries(mutants)) {
        if (clock === "real" && manualOnly.includes(rule)) continue;
        it(rule, async () => {
          const killer = await firstFailure(cases({ makeStore, clock, seed: 1 }));
          expect(killer, "no case failed").toBeDefined();
          if (clock === "manual") killers.set(rule, killer ?? "");
        });
      }
    });
  });

  afterAll(() => {
    const width = Math.max(...[...killers.keys()].map((rule) => rule.length));
    console.log([...killers].map(([rule, killer]) => `${rule.padEnd(width)}  ${killer}`).join("\n"));
  });
}

async function firstFailure(cases: readonly TestCase[]): Promise<string | undefined> {
  for (const { name, run } of cases) {
    const failed = await run().then(
      () => false,
      () => true,
    );
    if (failed) return name;
  }
  return undefined;
}
