import { defineConfig } from "vitest/config";

// Tests run from source: the workspace packages export `src` under this condition.
export default defineConfig({
  resolve: { conditions: ["@sess/source"] },
  ssr: { resolve: { conditions: ["@sess/source"] } },
  test: { name: "web", include: ["test/**/*.test.ts"] },
});
