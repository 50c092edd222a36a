// What core, and the adapter for other runtimes, cost where they are bundled: minified by esbuild, then brotlied.
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { isMain, root } from "./workspace.js";

const budgets = { core: 21_800, web: 2_000 };

export const coreSize = () => sizeOf("core");

/** Of a package's own code. */
async function sizeOf(folder) {
  const { outputFiles } = await build({
    entryPoints: [join(root, `packages/${folder}/src/index.ts`)],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    // The runtime's own cryptography, a few lines of glue in each case.
    external: ["#crypto", "@sess/*"],
  });
  return brotliCompressSync(outputFiles[0].contents).length;
}

if (isMain(import.meta)) {
  const sizes = await Promise.all(
    Object.entries(budgets).map(async ([folder, budget]) => ({ folder, budget, size: await sizeOf(folder) })),
  );
  const lines = sizes.map(({ folder, budget, size }) => `@sess/${folder}: ${size} of ${budget}`);
  console.log(`${lines.join(", ")} bytes, minified and brotlied`);
  process.exitCode = sizes.every(({ size, budget }) => size <= budget) ? 0 : 1;
}
