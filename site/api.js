// The API reference: a page of Markdown for each published package, made of the docstrings of what it exports.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packagesOf } from "@sess/checks/workspace.js";
import { Application, Logger, LogLevel, ReflectionKind } from "typedoc";
import { MarkdownRendererEvent } from "typedoc-plugin-markdown";
import { undocumented } from "./undocumented.js";

const options = {
  tsconfig: fileURLToPath(new URL("tsconfig.json", import.meta.url)),
  plugin: ["typedoc-plugin-markdown"],
  logLevel: "Warn",
  // The check `types` does that, for everything.
  skipErrorChecking: true,
  excludePrivate: true,
  excludeProtected: true,
  excludeInternal: true,
  excludeExternals: true,
  disableSources: true,
  readme: "none",
  sort: ["source-order"],
  groupOrder: ["Functions", "Classes", "Interfaces", "Type Aliases", "Variables"],
  validation: { notDocumented: false, notExported: false, invalidLink: true, invalidPath: true },
  // Of the plug-in.
  router: "module",
  entryFileName: "index",
  excludeScopesInPaths: true,
  hideBreadcrumbs: true,
  hidePageHeader: true,
  useCodeBlocks: true,
  parametersFormat: "table",
  // Where a page has two headings of one name, the anchors must not depend on who counts them.
  useCustomAnchors: true,
  anchorPrefix: "api-",
};

/** Remembers what TypeDoc warns of, and prints nothing. */
class Remembering extends Logger {
  problems = [];

  log(message, level) {
    if (level >= LogLevel.Warn) this.problems.push(message);
  }
}

/**
 * Reads all packages and writes `<folder>/<package>.md`, with an `index.md`.
 *
 * @returns what is wrong: exports without a docstring, links that lead nowhere; and where each export is described:
 * `core#createSessions` to `core.md#createsessions`
 */
export async function writeApi(folder) {
  const packages = packagesOf();
  const logger = new Remembering();
  const app = await Application.bootstrapWithPlugins({
    ...options,
    entryPoints: packages.map(({ dir }) => join(dir, "src/index.ts")),
  });
  app.logger = logger;
  const project = await app.convert();
  if (project === undefined) throw new Error(logger.problems.join("\n"));
  removeNamespaces(project);
  const owners = new Map(project.children.map((module) => [module, ownerOf(module, packages)]));
  for (const [module, { manifest }] of owners) {
    module.name = manifest.name;
    // Members stay in their order: the first of them matter most.
    for (const group of module.groups) group.children.sort((a, b) => (a.name < b.name ? -1 : 1));
  }
  app.validate(project);
  const exported = new Map();
  app.renderer.on(MarkdownRendererEvent.BEGIN, () => {
    const { router } = app.renderer;
    for (const [module, owner] of owners)
      for (const item of module.children.filter((child) => router.hasUrl(child)))
        exported.set(`${owner.folder}#${item.name}`, router.getFullUrl(item));
  });
  await app.outputs.writeOutput({ name: "markdown", path: folder }, project);
  return { problems: [...logger.problems, ...undocumented(project)], exported };
}

/** What express-session has beside its function is exported by name, too, and described there. */
function removeNamespaces(project) {
  for (const module of project.children) {
    for (const item of module.children.filter((child) => child.kindOf(ReflectionKind.Namespace)))
      project.removeReflection(item);
    module.groups = module.groups.filter(({ title }) => title !== "Namespaces");
  }
}

/** TypeDoc names a module by its path: `core/src`. */
function ownerOf(module, packages) {
  return packages.find(({ folder }) => module.name === `${folder}/src`);
}
