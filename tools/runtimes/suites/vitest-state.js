// What vitest's `expect` and `vi` ask of the worker that they think they run in. Theirs, and not public: it fits the version that the
// workspace pins, and every test fails when it does not fit another.
import { setSafeTimers } from "@vitest/utils/timers";

process.env.NODE_ENV = "test";
setSafeTimers();
globalThis.__vitest_worker__ = {
  config: { fakeTimers: {}, expect: {}, snapshotOptions: {} },
  metaEnv: process.env,
  // It has loaded no module, so there is none to load again.
  evaluatedModules: { idToModuleMap: new Map() },
};
// Nothing is mocked here, so there is nothing to take back. What asks for more than that fails.
globalThis.__vitest_mocker__ = { queueUnmock: () => {} };
