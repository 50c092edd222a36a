import { defineConfig } from "vitest/config";

// From source, as all tests. The benchmarks themselves run from the build.
export default defineConfig({
  resolve: { conditions: ["@sess/source"] },
  ssr: { resolve: { conditions: ["@sess/source"] } },
  test: { name: "benchmarks", include: ["test/*.test.js"], testTimeout: 60_000, hookTimeout: 120_000 },
});
