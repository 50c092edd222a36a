import { defineConfig } from "tsup";
import { packageBuild } from "../../tsup.base.js";

// The files behind `#crypto`: package.json's conditions pick one at run time.
export default defineConfig({
  ...packageBuild,
  entry: ["src/index.ts", "src/crypto/node.ts", "src/crypto/web.ts"],
});
