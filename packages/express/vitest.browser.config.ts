import { defineConfig, mergeConfig } from "vitest/config";
import { shared } from "./vitest.config.js";

// What only a browser does, in a real Chromium.
export default mergeConfig(
  shared,
  defineConfig({
    test: {
      name: "express-browser",
      include: ["test/browser/*.test.ts"],
      testTimeout: 120_000,
      // The first run of all may have to fetch the browser.
      hookTimeout: 600_000,
      // A browser is several processes already. In a group of their own, after the others.
      maxWorkers: 2,
      sequence: { groupOrder: 2 },
    },
  }),
);
