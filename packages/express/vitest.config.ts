import { defineConfig, mergeConfig, type ViteUserConfig } from "vitest/config";

// Tests run from source: the workspace packages export `src` under this condition.
export const shared: ViteUserConfig = {
  resolve: { conditions: ["@sess/source"] },
  ssr: { resolve: { conditions: ["@sess/source"] } },
};

export default mergeConfig(
  shared,
  defineConfig({
    test: { name: "express", include: ["test/**/*.test.ts"], exclude: ["test/browser/**"] },
  }),
);
