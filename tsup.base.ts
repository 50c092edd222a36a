import type { Options } from "tsup";

/** What every published package is built with: ESM and CJS, types for both, source maps. */
export const packageBuild: Options = {
  entry: ["src/index.ts"],
  format: ["esm", "cjs"],
  target: "es2022",
  platform: "neutral",
  // Only relative imports are bundled: a package ships its own code, and `#crypto` is left to the runtime's choice.
  skipNodeModulesBundle: true,
  // Runtimes other than Node know `node:http`, not `http`.
  removeNodeProtocol: false,
  dts: { entry: "src/index.ts" },
  sourcemap: true,
  clean: true,
};
