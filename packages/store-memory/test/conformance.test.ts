import { describe, it } from "vitest";
import { sessionCases, storeCases, userIndexCases } from "@sess/conformance";
import type { TestClock } from "@sess/conformance";
import { memoryStore } from "../src/index.js";
import type { MemoryStore } from "../src/index.js";

/** Drops an expired record for each new one. */
async function fullStore(clock: TestClock): Promise<MemoryStore> {
  let past = false;
  const store = memoryStore({ maxSessions: 16, clock: { now: () => (past ? clock.now() : 0) } });
  for (let i = 0; i < 16; i++)
    await store.create(`filler ${i}`, { fields: {}, expiresAt: 1, anonymous: false });
  past = true;
  return store;
}

describe("memoryStore keeps the contract", () => {
  const makeStore = (clock: TestClock): MemoryStore => memoryStore({ clock });
  for (const c of storeCases({ makeStore })) it(c.name, c.run);
  for (const c of userIndexCases({ makeStore })) it(c.name, c.run);
  for (const c of sessionCases({ makeStore })) it(c.name, c.run);
});

describe("a memory store that is full keeps the contract", () => {
  for (const c of storeCases({ makeStore: fullStore })) it(c.name, c.run);
  for (const c of userIndexCases({ makeStore: fullStore })) it(c.name, c.run);
  for (const c of sessionCases({ makeStore: fullStore })) it(c.name, c.run);
});
