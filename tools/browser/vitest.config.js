import { defineConfig } from "vitest/config";

export default defineConfig({
  // The first run of all may have to fetch the browser.
  test: { name: "browser", include: ["test/*.test.js"], testTimeout: 60_000, hookTimeout: 600_000 },
});
