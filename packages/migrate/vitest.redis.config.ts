import { defineConfig } from "vitest/config";

// What needs a real server.
export default defineConfig({
  resolve: { conditions: ["@sess/source"] },
  ssr: { resolve: { conditions: ["@sess/source"] } },
  test: {
    name: "migrate-redis",
    include: ["test/redis-*.test.ts"],
    // A thousand users take a while, and more on a machine that is busy.
    testTimeout: 300_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    sequence: { groupOrder: 2 },
  },
});
