import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { changed } from "@sess/checks/page-diff.js";
import { build } from "tsup";

const page = fileURLToPath(new URL("../../../../docs/migrating.md", import.meta.url));
const folder = fileURLToPath(new URL("../../.cache/guide", import.meta.url));

/** The app of docs/migrating.md in each of its states, by file name: one is written out, the others are diffs. */
async function guideApps(): Promise<Map<string, string>> {
  const apps = new Map<string, string>();
  const text = await readFile(page, "utf8");
  for (const [, language, name = "", from, block = ""] of text.matchAll(FENCE)) {
    const before = apps.get(from ?? "");
    if (language === "ts") apps.set(name, block);
    else if (before === undefined)
      throw new Error(`${name} is a diff of ${from}, which the page does not have`);
    else apps.set(name, changed(before, block));
  }
  return apps;
}

const FENCE = /^```(ts|diff) file=(\S+)(?: from=(\S+))?\n([^]*?)^```$/gm;

/** Writes them down and bundles them, for a process runs without a loader. @returns the path of each */
export async function buildGuide(): Promise<Map<string, string>> {
  const apps = await guideApps();
  await mkdir(folder, { recursive: true });
  for (const [name, text] of apps) await writeFile(join(folder, name), text);
  await build({
    config: false,
    entry: [...apps.keys()].map((name) => join(folder, name)),
    format: "esm",
    outDir: join(folder, "built"),
    noExternal: [/^@sess/],
    external: ["connect-redis", "express", "express-session", "ioredis", "redis"],
    silent: true,
    esbuildOptions: (options) => void (options.conditions = ["@sess/source"]),
  });
  return new Map([...apps.keys()].map((name) => [name, join(folder, "built", name.replace(/\.ts$/, ".js"))]));
}

export const removeGuide = (): Promise<void> => rm(folder, { recursive: true, force: true });
