// Compiles every ts and js block of the documentation against the packages' source. A block may name its file
// (```ts file=sessions.ts), so that others of the same page import it; blocks of one name are one file, in order. A diff
// (```diff file=new.ts from=old.ts) is compiled as the file that it makes of the other.
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fromMarkdown } from "mdast-util-from-markdown";
import { globSync } from "tinyglobby";
import ts from "typescript";
import { visit } from "unist-util-visit";
import { changed } from "./page-diff.js";
import { isMain, report, root } from "./workspace.js";

const languages = { ts: "ts", typescript: "ts", js: "js", javascript: "js" };

/** The virtual files of one page: name to text. A block stands on the same lines as in the page. */
function filesOf(markdown) {
  const files = new Map();
  visit(fromMarkdown(markdown), "code", ({ lang, meta, value, position }) => {
    if (lang === "diff") addChanged(files, meta ?? "", value);
    const extension = languages[lang?.toLowerCase()];
    if (extension === undefined) return;
    const first = position.start.line;
    const named = /(?:^|\s)file=(\S+)/.exec(meta ?? "")?.[1];
    const name = named ?? `line-${first}.${extension}`;
    const before = files.get(name) ?? "";
    files.set(name, before + "\n".repeat(first - before.split("\n").length + 1) + value);
  });
  return files;
}

/** A block (```diff file=new.ts from=old.ts) is another state of a file of the same page. */
function addChanged(files, meta, diff) {
  const [, name, from] = /(?:^|\s)file=(\S+) from=(\S+)/.exec(meta) ?? [];
  if (name === undefined) return;
  if (!files.has(from)) throw new Error(`${name} is a diff of ${from}, which the page does not have`);
  files.set(name, changed(files.get(from), diff));
}

const { config: base } = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile);
const { options } = ts.convertCompilerOptionsFromJson(
  {
    ...base.compilerOptions,
    noEmit: true,
    allowJs: true,
    checkJs: true,
    // For the reader: no `export {}`, no return types, `process.env.PORT`.
    moduleDetection: "force",
    declaration: false,
    isolatedDeclarations: false,
    noPropertyAccessFromIndexSignature: false,
    types: ["node"],
    typeRoots: [join(root, "tools/checks/node_modules/@types")],
  },
  root,
);

/** One line for each error: `pages` maps a page's path, relative to the root, to its text. */
export function brokenSnippets(pages, packages = join(root, "packages")) {
  // Inside tools/checks, whose dependencies are those that the documentation may import.
  const home = join(root, "tools/checks/.snippets");
  const virtual = new Map();
  for (const [page, markdown] of Object.entries(pages)) {
    const slug = page.replace(/\W+/g, "-");
    for (const [name, text] of filesOf(markdown)) virtual.set(join(home, slug, name), { page, text });
  }
  const all = { ...options, paths: { "@sess/*": [join(packages, "*/src/index.ts")] } };
  const host = ts.createCompilerHost(all);
  const { fileExists, readFile, directoryExists } = host;
  const folders = new Set([...virtual.keys()].flatMap((path) => [dirname(path), home]));
  host.fileExists = (path) => virtual.has(path) || fileExists(path);
  host.readFile = (path) => virtual.get(path)?.text ?? readFile(path);
  host.directoryExists = (path) => folders.has(path) || directoryExists(path);
  const program = ts.createProgram({ rootNames: [...virtual.keys()], options: all, host });

  const found = [...virtual.keys()].flatMap((path) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(path)),
  );
  return [...new Set(found)].map(({ file, start = 0, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, "\n  ");
    if (file === undefined) return text;
    const line = file.getLineAndCharacterOfPosition(start).line + 1;
    return `${virtual.get(file.fileName)?.page ?? relative(root, file.fileName)}:${line} ${text}`;
  });
}

/** Every page that readers see. */
function pages() {
  const paths = globSync(["*.md", "{packages,examples}/*/*.md", "{docs,decisions,benchmarks}/**/*.md"], {
    cwd: root,
    ignore: ["**/node_modules/**", "**/CHANGELOG.md"],
  }).sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

if (isMain(import.meta)) {
  const found = pages();
  const problems = brokenSnippets(found);
  if (problems.length === 0) console.log(`${Object.keys(found).length} pages`);
  report(problems);
}
