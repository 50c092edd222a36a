import { describe, it } from "vitest";
import { storeCases } from "@sess/conformance";
import { memoryStore } from "../src/index.js";

describe("memoryStore keeps the store contract", () => {
  for (const c of storeCases({ makeStore: (clock) => memoryStore({ clock }) })) it(c.name, c.run);
});

describe("a memory store that is full, and drops an expired record for each new one, keeps the store contract", () => {
  const cases = storeCases({
    async makeStore(clock) {
      let past = false;
      const store = memoryStore({ maxSessions: 16, clock: { now: () => (past ? clock.now() : 0) } });
      for (let i = 0; i < 16; i++)
        await store.create(`filler ${i}`, { fields: {}, expiresAt: 1, anonymous: false });
      past = true;
      return store;
    },
  });
  for (const c of cases) it(c.name, c.run);
});
