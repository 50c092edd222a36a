import { defineConfig } from "vitest/config";

// What needs real servers. Most of the time is spent waiting for them to fail: in a group of their own, after the others.
export default defineConfig({
  resolve: { conditions: ["@sess/source"] },
  ssr: { resolve: { conditions: ["@sess/source"] } },
  test: {
    name: "near-cache-redis",
    include: ["test/redis-*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    sequence: { groupOrder: 2 },
  },
});
