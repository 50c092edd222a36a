// What core costs where it is bundled: minified by esbuild, then brotlied.
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { isMain, root } from "./workspace.js";

const budget = 19_400;

export async function coreSize() {
  const { outputFiles } = await build({
    entryPoints: [join(root, "packages/core/src/index.ts")],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    // The runtime's own cryptography, a few lines of glue in each case.
    external: ["#crypto"],
  });
  return brotliCompressSync(outputFiles[0].contents).length;
}

if (isMain(import.meta)) {
  const size = await coreSize();
  console.log(`@sess/core: ${size} of ${budget} bytes, minified and brotlied`);
  process.exitCode = size <= budget ? 0 : 1;
}
