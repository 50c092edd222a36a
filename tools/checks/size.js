// What a package costs where it is bundled: minified by esbuild, then brotlied. Each by itself, without the packages that it imports.
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { isMain, root } from "./workspace.js";

/** In bytes. */
const budgets = {
  core: 22_400,
  "connect-store": 3100,
  "express-session": 7250,
  hono: 700,
  migrate: 2700,
  web: 2900,
};

export async function sizeOf(name) {
  const { outputFiles } = await build({
    entryPoints: [join(root, `packages/${name}/src/index.ts`)],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    // The runtime's own cryptography too: a few lines of glue in each case.
    external: ["#crypto"],
    packages: "external",
  });
  return brotliCompressSync(outputFiles[0].contents).length;
}

if (isMain(import.meta)) {
  for (const [name, budget] of Object.entries(budgets)) {
    const size = await sizeOf(name);
    console.log(`@sess/${name}: ${size} of ${budget} bytes, minified and brotlied`);
    if (size > budget) process.exitCode = 1;
  }
}
