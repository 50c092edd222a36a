import { fileURLToPath } from "node:url";
import { defineConfig, mergeConfig } from "vitest/config";
import core from "./vitest.config.js";

// The same tests on the primitives of Web Crypto, which runtimes other than Node, Bun and Deno get.
export default mergeConfig(
  core,
  defineConfig({
    resolve: { alias: { "#crypto": fileURLToPath(new URL("src/crypto/web.ts", import.meta.url)) } },
    test: { name: "core-web" },
  }),
);
