// Where Chromium comes from: CHROMIUM_PATH, then PATH, then the cache, then the cache after filling it.
import { execFile } from "node:child_process";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cacheFolder, fillLocked, triple } from "@sess/test-debian";

/** @typedef {{ path: string, version: string, env: Record<string, string> }} Chromium */

const names = ["chromium", "chromium-browser", "google-chrome"];
/** The first that knows the prefix `__Host-Http-`. */
const oldest = 140;

export const cache = () => cacheFolder("sess-browser");
export const tree = () => join(cache(), "chromium");

/** What the program is to find in its environment. @param {Record<string, string>} [more] */
const environment = (more) => /** @type {Record<string, string>} */ ({ ...process.env, ...more });

/**
 * Asks a program what it is.
 *
 * @param {string} path
 * @param {Record<string, string>} [more]
 * @returns {Promise<Chromium | undefined>} undefined when there is no such program, or it does not run here, or is too old
 */
async function identify(path, more) {
  const env = environment(more);
  const { stdout } = await promisify(execFile)(path, ["--version"], { env }).catch(() => ({ stdout: "" }));
  const [, version = ""] = /^(?:Chromium|Google Chrome)\D* (\d+\.[\d.]+)/.exec(stdout) ?? [];
  return Number.parseInt(version) >= oldest ? { path, version, env } : undefined;
}

/** @param {string} path */
async function named(path) {
  const found = await identify(path);
  if (found) return found;
  throw new Error(`CHROMIUM_PATH is ${path}, which is no Chromium ${oldest} or newer that runs here`);
}

async function onPath() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const path of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    const found = await identify(path);
    if (found) return found;
  }
  return undefined;
}

/** Started with the fetched libraries; the C library is the system's own, as is the loader that belongs to it. */
export async function inCache() {
  const libraries = ["usr/lib", "lib"].map((folder) => join(tree(), folder, triple));
  return identify(join(tree(), "usr/lib/chromium/chromium"), {
    LD_LIBRARY_PATH: [...libraries, join(libraries[0] ?? "", "pulseaudio")].join(":"),
    FONTCONFIG_FILE: join(tree(), "fonts.conf"),
  });
}

/** @returns {Promise<Chromium>} */
export async function findChromium() {
  if (process.env.CHROMIUM_PATH) return named(process.env.CHROMIUM_PATH);
  const found = (await onPath()) ?? (await inCache());
  if (found) return found;
  /** @type {unknown} */
  let reason = `what was fetched into ${cache()} does not run`;
  const script = fileURLToPath(new URL("fetch.js", import.meta.url));
  await fillLocked(cache(), script).catch((error) => (reason = error?.stderr || error));
  const fresh = await inCache();
  if (fresh) return fresh;
  throw new Error(`There is no Chromium ${oldest} or newer on PATH, and none could be fetched:
${String(reason).trim().replace(/^/gm, "  ")}
Type one of these, and try again:
  node tools/browser/prefetch.js   (Debian: fetches it, without root)
  apt-get install chromium         (Debian)
  export CHROMIUM_PATH=/…          (any Chromium or Chrome that is there already)`);
}
