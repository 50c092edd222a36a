import { defineConfig } from "vitest/config";

// Tests run from source: the workspace packages export `src` under this condition.
export default defineConfig({
  resolve: { conditions: ["@sess/source"] },
  ssr: { resolve: { conditions: ["@sess/source"] } },
  // Some tests fill the store; on a machine that is busy that may take a while.
  test: { name: "store-memory", include: ["test/**/*.test.ts"], testTimeout: 60_000 },
});
