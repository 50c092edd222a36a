import type { SessionStore } from "@sess/core";
import type { TestClock } from "../../src/index.js";
import { ModelStore } from "../../src/store/model-store.js";

/** A store that can do no more than it must. */
export function storeWithoutCapabilities(clock: TestClock): SessionStore {
  return Object.assign(new ModelStore(clock), { users: undefined, invalidations: undefined });
}
