import { defineConfig } from "vitest/config";

// Each example as its users meet it, in a real Chromium. Their other tests are projects of their own.
export default defineConfig({
  // Tests run from source: the workspace packages export `src` under this condition.
  resolve: { conditions: ["@sess/source"] },
  ssr: { resolve: { conditions: ["@sess/source"] } },
  test: {
    name: "examples-browser",
    include: ["*/test/browser/*.test.js"],
    testTimeout: 60_000,
    // The first run of all may have to fetch the browser, and a Redis.
    hookTimeout: 600_000,
    // A browser is several processes already. In a group of their own, after the others.
    maxWorkers: 2,
    // Half of the time would go into loading Playwright and the packages for each file anew.
    isolate: false,
    sequence: { groupOrder: 2 },
  },
});
