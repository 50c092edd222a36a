import { defineConfig } from "vitest/config";

// What needs a real server.
export default defineConfig({
  resolve: { conditions: ["@sess/source"] },
  ssr: { resolve: { conditions: ["@sess/source"] } },
  test: {
    name: "migrate-redis",
    include: ["test/redis-*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    sequence: { groupOrder: 2 },
  },
});
