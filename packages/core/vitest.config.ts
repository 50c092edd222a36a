import { defineConfig } from "vitest/config";

// Tests run from source: the workspace packages export `src` under this condition.
export default defineConfig({
  resolve: { conditions: ["@sess/source"] },
  ssr: { resolve: { conditions: ["@sess/source"] } },
  // The property tests try thousands of cases; on a machine that is busy that may take a while.
  test: { name: "core", include: ["test/**/*.test.ts"], testTimeout: 60_000 },
});
