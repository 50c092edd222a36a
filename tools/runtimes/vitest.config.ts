import { defineConfig } from "vitest/config";

// Tests run from source: the workspace packages export `src` under this condition.
export default defineConfig({
  resolve: { conditions: ["@sess/source"] },
  ssr: { resolve: { conditions: ["@sess/source"] } },
  // The first run fetches the runtimes.
  test: { name: "runtimes", include: ["test/*.test.ts"], testTimeout: 60_000, hookTimeout: 300_000 },
});
