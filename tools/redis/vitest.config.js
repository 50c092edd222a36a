import { defineConfig } from "vitest/config";

export default defineConfig({
  // The first run of all fetches a server; a cluster takes a few seconds each time.
  test: { name: "redis", include: ["test/*.test.js"], testTimeout: 60_000, hookTimeout: 120_000 },
});
