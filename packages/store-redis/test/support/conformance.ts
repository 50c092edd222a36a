import { invalidationCases, sessionCases, storeCases, userIndexCases } from "@sess/conformance";
import { redisStore, type RedisClient } from "@sess/store-redis";
import { describe, it } from "vitest";

/** The whole contract, with two clients that know nothing of each other. Runs at the same time need prefixes of their own. */
export function conforms(makeClient: () => RedisClient, prefix = "sess:"): void {
  const options = {
    makeStore: () => redisStore(makeClient(), { prefix }),
    makePeer: () => redisStore(makeClient(), { prefix }),
    clock: "real",
  } as const;
  const suites = { store: storeCases, users: userIndexCases, invalidations: invalidationCases };
  describe.each(Object.entries(suites))("%s", (_, cases) => {
    for (const { name, run } of cases(options)) it(name, run);
  });
  // One of them ends all sessions there are.
  describe("sessions", { concurrent: false }, () => {
    for (const { name, run } of sessionCases(options)) it(name, run);
  });
}
