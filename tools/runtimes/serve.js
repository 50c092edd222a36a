import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { start } from "./program.js";
import { commandOf, RUNTIMES } from "./registry.js";

/** What the app is started with, and as. */
const APPS = {
  Bun: ["app.js"],
  Deno: ["--allow-net", "app.js"],
  workerd: ["app.capnp", "--control-fd=1"],
};

/** Serves the app of this folder. Resolves with its origin, and a function that ends it. */
export async function serve(name) {
  const folder = await mkdtemp(join(tmpdir(), "sess-runtime-"));
  await build({
    entryPoints: [join(import.meta.dirname, `app/${name.toLowerCase()}.ts`)],
    outfile: join(folder, "app.js"),
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    mainFields: [],
    conditions: ["@sess/source", ...RUNTIMES[name].conditions],
    external: ["node:*"],
  });
  await copyFile(join(import.meta.dirname, "app/workerd.capnp"), join(folder, "app.capnp"));
  const running = start(commandOf(RUNTIMES[name], ...APPS[name]), folder);
  const port = await running.line((text) => /"port":\s*(\d+)/.exec(text)?.[1]);
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: async () => {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
