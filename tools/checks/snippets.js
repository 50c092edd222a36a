// Compiles every ts and js block (not cjs) of the documentation against the packages' source: see filesOf for what a block may say of
// itself.
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { filesOf, pages } from "./pages.js";
import { isMain, report, root } from "./workspace.js";

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
    for (const [name, text] of filesOf(markdown)) {
      // For readers without types: `req.session` has none.
      if (!name.endsWith(".cjs")) virtual.set(join(home, slug, name), { page, text });
    }
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

if (isMain(import.meta)) {
  const found = pages();
  const problems = brokenSnippets(found);
  if (problems.length === 0) console.log(`${Object.keys(found).length} pages`);
  report(problems);
}
