import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { start, type Running } from "./program.js";

interface Runtime {
  /** As it is called in the registry, and the version that is run. */
  readonly from: string;
  /** What follows it on the command line; in the folder is `app.js`. */
  readonly args: readonly string[];
  /** The conditions under which it resolves a package's exports and imports. */
  readonly conditions: readonly string[];
}

export const RUNTIMES: Readonly<Record<string, Runtime>> = {
  bun: { from: "bun@1.4.5", args: ["run", "app.js"], conditions: ["bun", "node"] },
  deno: {
    from: "deno@2.9.6",
    args: ["run", "--allow-net", "--no-prompt", "app.js"],
    conditions: ["deno", "node"],
  },
  workerd: {
    from: "workerd@1.20261117.1",
    args: ["serve", "app.capnp", "--control-fd=1"],
    conditions: ["workerd", "worker"],
  },
};

/** Serves the app of this folder. @returns its origin, and a function that ends it */
export async function serve(name: string): Promise<{ origin: string; stop(): Promise<void> }> {
  const { from, args, conditions } = RUNTIMES[name]!;
  const folder = await mkdtemp(join(tmpdir(), "sess-runtime-"));
  await build({
    entryPoints: [join(import.meta.dirname, `app/${name}.ts`)],
    outfile: join(folder, "app.js"),
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    mainFields: [],
    conditions: ["@sess/source", ...conditions],
    external: ["node:*"],
  });
  await copyFile(join(import.meta.dirname, "app/workerd.capnp"), join(folder, "app.capnp"));
  const running: Running = start(["npx", "-y", from, ...args], folder);
  const port = await running.line((text) => /"port":\s*(\d+)/.exec(text)?.[1]);
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: async () => {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
