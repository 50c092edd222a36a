import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { globSync } from "tinyglobby";

const root = join(import.meta.dirname, "../../..");
const packages = join(root, "packages");

/**
 * Makes one file of test files and what they import, for a runtime that knows nothing of TypeScript, workspaces or vitest.
 *
 * @param patterns which test files, below packages/
 * @param absent which tests to leave out, see run-suites.js
 * @param conditions under which the runtime resolves packages
 * @param before plugins that come first
 * @param installed true: other people's packages are imported from where they are installed, as the tests of adapters need it
 */
export async function bundle({ entry, outfile, patterns, absent, conditions, installed, before = [] }) {
  await build({
    entryPoints: [join(import.meta.dirname, entry)],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    mainFields: ["main"],
    conditions: ["@sess/source", ...conditions],
    external: ["node:*"],
    logLevel: "error",
    plugins: [
      ...before,
      theTests(globSync(patterns, { cwd: packages, absolute: true }).sort(), absent),
      ownPlaces,
      withoutVite,
      ...(installed ? [whereInstalled] : []),
    ],
  });
}

/** The module that the entries know as "the-tests". */
const theTests = (paths, absent) => ({
  name: "the tests",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^the-tests$/ }, ({ path }) => ({ path, namespace: "tests" }));
    onLoad({ filter: /.*/, namespace: "tests" }, () => ({
      resolveDir: packages,
      contents: [
        "export const files = {",
        ...paths.map(
          (path) =>
            `${JSON.stringify(`/${relative(packages, path)}`)}: () => import(${JSON.stringify(path)}),`,
        ),
        `};\nexport const absent = ${JSON.stringify(absent)};`,
      ].join("\n"),
    }));
  },
});

/** Some files read others that lie beside them. */
const ownPlaces = {
  name: "own places",
  setup({ onLoad }) {
    onLoad({ filter: /packages\/.*\.ts$/ }, async ({ path }) => ({
      loader: "ts",
      contents: (await readFile(path, "utf8")).replaceAll(
        "import.meta.url",
        JSON.stringify(pathToFileURL(path).href),
      ),
    }));
  },
};

/** What only vitest's own server needs. */
const withoutVite = {
  name: "without Vite",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vite\/module-runner$/ }, ({ path }) => ({ path, namespace: "nothing" }));
    onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "module.exports = {};" }));
  },
};

/** What our own files import of others' (but vitest, which is one with the tests), and the servers for tests, which know where their files are. */
const whereInstalled = {
  name: "where installed",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[@a-z]/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
      const isOwn = importer.startsWith(root) && !importer.includes("/node_modules/");
      if (pluginData === ASKED || !isOwn || /^(?:node:|vitest$|@vitest\/)/.test(path)) return undefined;
      const { path: place } = await resolve(path, { importer, resolveDir, kind, pluginData: ASKED });
      if (!place.includes("/node_modules/") && !place.includes("/tools/redis/")) return undefined;
      return { path: pathToFileURL(place).href, external: true };
    });
  },
};

const ASKED = "asked";
