import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SessionStore } from "@sess/core";
import { storeCases } from "../src/index.js";
import type { TestClock } from "../src/index.js";
import { ModelStore } from "../src/store/model-store.js";
import { mutants } from "./mutants/index.js";

type Kind = "manual" | "real";
/** Differences of a millisecond cannot be seen from outside a store that keeps its own time. */
const SEEN_BY_MANUAL_CLOCK_ONLY = [
  "a record lives one millisecond too long",
  "a record ends one millisecond too soon",
];

const killers = new Map<string, string>();

function casesFor(makeStore: (clock: TestClock) => SessionStore, clock: Kind) {
  return storeCases({ makeStore, clock, seed: 1 });
}

async function firstFailure(
  makeStore: (clock: TestClock) => SessionStore,
  clock: Kind,
): Promise<string | undefined> {
  for (const c of casesFor(makeStore, clock)) {
    const failed = await c.run().then(
      () => false,
      () => true,
    );
    if (failed) return c.name;
  }
  return undefined;
}

describe.each<Kind>(["manual", "real"])("the store suite with a %s clock", (clock) => {
  // Time that runs as fast as it is waited for: the real clock needs no real time.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    vi.setTimerTickMode("nextTimerAsync");
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  describe("passes a store that keeps the contract", () => {
    for (const c of casesFor((time) => new ModelStore(time), clock)) it(c.name, c.run);
  });

  describe("fails a store that breaks a rule", () => {
    for (const [rule, makeStore] of Object.entries(mutants)) {
      if (clock === "real" && SEEN_BY_MANUAL_CLOCK_ONLY.includes(rule)) continue;
      it(rule, async () => {
        const killer = await firstFailure(makeStore, clock);
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
