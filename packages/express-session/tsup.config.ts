import { defineConfig } from "tsup";
import { packageBuild } from "../../tsup.base.js";

const required = { index: "src/require.ts" };

export default defineConfig([
  { ...packageBuild, format: ["esm"] },
  {
    ...packageBuild,
    format: ["cjs"],
    entry: required,
    // Of the types, too: `export =`.
    dts: { entry: required },
    cjsInterop: true,
    footer: { js: "module.exports = module.exports.default;" },
    clean: false,
  },
]);
