import { defineConfig } from "vitest/config";

// Tests run from source: the workspace packages export `src` under this condition.
export default defineConfig({
  resolve: { conditions: ["@sess/source"] },
  ssr: { resolve: { conditions: ["@sess/source"] } },
  // Each file starts servers of its own; fail-overs take seconds, and more on a machine that is busy.
  test: { name: "store-redis", include: ["test/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 120_000 },
});
