import { availableParallelism } from "node:os";
import { mergeConfig, type ViteUserConfig } from "vitest/config";

type Tests = NonNullable<ViteUserConfig["test"]>;

/** Tests that compute: as many at once as there are cores. (vitest alone would leave one core free: half of two.) */
export function suite(test: Tests): ViteUserConfig {
  return fromSource({ maxWorkers: availableParallelism(), ...test });
}

/** The same, for files that leave nothing behind: they share a process, and load the packages and vitest once. */
export function sharedSuite(test: Tests): ViteUserConfig {
  return suite({ isolate: false, ...test });
}

/** Tests that mostly wait, for servers that fail and come back: many at once, after the others. */
export function serverSuite(test: Tests): ViteUserConfig {
  return fromSource({
    maxWorkers: 2 * availableParallelism(),
    sequence: { groupOrder: 1 },
    ...test,
  });
}

/** Tests of many processes, or of a browser, which is many processes too: last, and few at once. */
export function processSuite(test: Tests): ViteUserConfig {
  return fromSource({
    maxWorkers: availableParallelism(),
    sequence: { groupOrder: 2 },
    testTimeout: 120_000,
    // The first run of all may have to fetch the browser.
    hookTimeout: 600_000,
    ...test,
  });
}

/** The workspace packages export `src` under this condition: nothing has to be built. */
function fromSource(test: Tests): ViteUserConfig {
  const conditions = ["@sess/source"];
  // On a machine that is busy a test may take long. Nothing is said by how long it takes.
  const patient = { testTimeout: 60_000, hookTimeout: 120_000, ...test };
  return mergeConfig({ resolve: { conditions }, ssr: { resolve: { conditions } } }, { test: patient });
}
