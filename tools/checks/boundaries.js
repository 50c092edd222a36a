// Who may import whom. There is no way to exempt a line, and type imports count.
import { builtinModules } from "node:module";
import { join } from "node:path";
import { cruise } from "dependency-cruiser";
import { isMain, packagesOf, report, root } from "./workspace.js";

/** What each package's src may import beside its own files; `types` only by `import type`. */
const layers = {
  core: { values: [] },
  "core/src/crypto/node.ts": { values: ["node:buffer", "node:crypto"] },
  node: { values: ["@sess/core", "node:*"] },
  express: { values: ["@sess/core", "@sess/node"], types: ["express", "node:*"] },
  fastify: { values: ["@sess/core", "@sess/node", "fastify-plugin"], types: ["fastify", "node:*"] },
  koa: { values: ["@sess/core", "@sess/node"], types: ["koa", "node:*"] },
  web: { values: ["@sess/core"] },
  hono: { values: ["@sess/core", "@sess/web"], types: ["hono"] },
  "connect-store": { values: ["@sess/core", "node:crypto"] },
  migrate: { values: ["@sess/connect-store", "@sess/core", "node:crypto"] },
  "express-session": {
    values: ["@sess/connect-store", "@sess/core", "@sess/node", "node:*"],
    types: ["express-session"],
  },
  "store-memory": { values: ["@sess/core"] },
  "store-redis": { values: ["@sess/core", "node:crypto"] },
  "near-cache": { values: ["@sess/core"] },
  testing: { values: ["@sess/core"] },
  conformance: { values: ["@sess/core", "node:*"] },
};

const literal = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** The resolved paths that an import of `name` may lead to. */
function pathsOf(name) {
  if (name === "node:*") return `^(node:)?(${builtinModules.map(literal).join("|")})$`;
  if (name.startsWith("node:")) return `^(node:)?${literal(name.slice("node:".length))}$`;
  if (name.startsWith("@sess/")) return `^packages/${literal(name.slice("@sess/".length))}/src/index\\.ts$`;
  return `node_modules/(@types/)?${literal(name)}/`;
}

/** The two rules of one line of the table: for values, and for types. */
function rulesOf(place, manifest) {
  const { values, types = [] } = layers[place];
  const [folder] = place.split("/");
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies };
  const usable = (name) => name.startsWith("node:") || name in declared || `@types/${name}` in declared;
  const from = {
    path: place === folder ? `^packages/${folder}/src/` : `^packages/${literal(place)}$`,
    pathNot: Object.keys(layers)
      .filter((other) => other.startsWith(`${place}/`))
      .map((other) => `^packages/${literal(other)}$`),
  };
  const only = (names) => ({ pathNot: [`^packages/${folder}/src/`, ...names.filter(usable).map(pathsOf)] });
  const rule = (what, names, to) => ({
    name: `${place} may import ${what} from: ${["its own src", ...names.filter(usable)].join(", ")}`,
    severity: "error",
    from,
    to: { ...only(names), ...to },
  });
  return [
    rule("values", values, { dependencyTypesNot: ["type-only"] }),
    rule("types", [...values, ...types], { dependencyTypes: ["type-only"] }),
  ];
}

const everywhere = [
  {
    name: "no relative path leaves its package",
    severity: "error",
    from: { path: "^packages/([^/]+)/" },
    to: { pathNot: "^packages/$1/", dependencyTypes: ["local"] },
  },
  { name: "no cycle between files", severity: "error", from: {}, to: { circular: true } },
];

/** One line for each import that breaks a rule. */
export async function brokenBoundaries(base = root) {
  const packages = packagesOf(base);
  const unknown = packages.filter(({ folder }) => !(folder in layers));
  const forbidden = Object.keys(layers).flatMap((place) => {
    const owner = packages.find(({ folder }) => folder === place.split("/")[0]);
    return owner === undefined ? [] : rulesOf(place, owner.manifest);
  });
  const { output } = await cruise(["packages"], {
    baseDir: base,
    validate: true,
    ruleSet: { forbidden: [...forbidden, ...everywhere] },
    includeOnly: undefined,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^packages/[^/]+/(dist|[^/]+\\.config\\.ts)" },
    tsPreCompilationDeps: true,
    detectJSDocImports: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@sess/source", "types", "import", "node"],
      extensions: [".ts", ".js", ".d.ts"],
    },
  });
  return [
    ...unknown.map(
      ({ folder }) => `packages/${folder} is not in the table of ${join("tools/checks", "boundaries.js")}`,
    ),
    ...output.summary.violations.map(
      ({ from, to, cycle, rule }) =>
        `${from} -> ${cycle ? cycle.map(({ name }) => name).join(" -> ") : to}\n    ${rule.name}`,
    ),
  ];
}

if (isMain(import.meta)) report(await brokenBoundaries());
