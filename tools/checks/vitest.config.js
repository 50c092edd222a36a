import { defineConfig } from "vitest/config";

export default defineConfig({
  // Each of these starts a compiler.
  test: { name: "checks", include: ["*.test.js"], testTimeout: 60_000 },
});
