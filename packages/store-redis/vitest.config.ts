import { defineConfig } from "vitest/config";

// Tests run from source: the workspace packages export `src` under this condition.
export default defineConfig({
  resolve: { conditions: ["@sess/source"] },
  ssr: { resolve: { conditions: ["@sess/source"] } },
  test: {
    name: "store-redis",
    include: ["test/**/*.test.ts"],
    // Each file starts servers of its own; failovers take seconds, and more on a machine that is busy.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Most of the time is spent waiting for servers that fail. In a group of their own, after the others.
    maxWorkers: 2,
    sequence: { groupOrder: 1 },
  },
});
