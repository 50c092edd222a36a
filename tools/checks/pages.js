// The pages of the documentation, and the files that their code blocks are.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fromMarkdown } from "mdast-util-from-markdown";
import { globSync } from "tinyglobby";
import { visit } from "unist-util-visit";
import { changed } from "./page-diff.js";
import { root } from "./workspace.js";

/** Every page that readers see: its path, relative to the root, and its text. */
export function pages() {
  const paths = globSync(["*.md", "{packages,examples}/*/*.md", "{docs,decisions,benchmarks}/**/*.md"], {
    cwd: root,
    ignore: ["**/node_modules/**", "**/CHANGELOG.md"],
  }).sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

/** The code blocks of a page: the language, what stands behind it, the text, and the line that it begins on. */
export function blocksOf(markdown) {
  const blocks = [];
  visit(fromMarkdown(markdown), "code", ({ lang, meta, value, position }) => {
    blocks.push({ language: lang?.toLowerCase(), meta: meta ?? "", text: value, line: position.start.line });
  });
  return blocks;
}

const languages = { ts: "ts", typescript: "ts", js: "js", javascript: "js", cjs: "cjs" };

/**
 * The files of one page: name to text. A block may name its file (```ts file=sessions.ts), so that others of the same page
 * import it; blocks of one name are one file, in order. A diff (```diff file=new.ts from=old.ts) is the file that it makes
 * of the other. A block stands on the same lines as in the page.
 */
export function filesOf(markdown) {
  const files = new Map();
  for (const { language, meta, text, line } of blocksOf(markdown)) {
    if (language === "diff") addChanged(files, meta, text);
    const extension = languages[language];
    if (extension === undefined) continue;
    const name = fileOf(meta) ?? `line-${line}.${extension}`;
    const before = files.get(name) ?? "";
    files.set(name, before + "\n".repeat(line - before.split("\n").length + 1) + text);
  }
  return files;
}

/** The name that a block gives its file. */
export function fileOf(meta) {
  return /(?:^|\s)file=(\S+)/.exec(meta)?.[1];
}

/** A block (```diff file=new.ts from=old.ts) is another state of a file of the same page. */
function addChanged(files, meta, diff) {
  const [, name, from] = /(?:^|\s)file=(\S+) from=(\S+)/.exec(meta) ?? [];
  if (name === undefined) return;
  if (!files.has(from)) throw new Error(`${name} is a diff of ${from}, which the page does not have`);
  files.set(name, changed(files.get(from), diff));
}
