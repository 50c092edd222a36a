// Where a page of the repository is on the site, and what becomes of its links there.
import { posix } from "node:path";
import { fromMarkdown } from "mdast-util-from-markdown";
import { visit } from "unist-util-visit";

/** The first page is the repository's README; guides are at the top, the rest is in folders as in the repository. */
export function routeOf(path) {
  if (path === "README.md") return "index.md";
  if (path === "docs/README.md") return "guides.md";
  return path
    .replace(/^docs\//, "")
    .replace(/^(packages|examples)\/([^/]+)\/README\.md$/, "$1/$2.md")
    .replace(/README\.md$/, "index.md")
    .toLowerCase();
}

/**
 * A page as the site has it. A link to another page leads to where that is. A link to source leads to the API reference, where
 * that has the name which is linked; all other files are not on the site, and only the words stay.
 *
 * @param {string} path of the page in the repository
 * @param {string} markdown
 * @param {ReadonlySet<string>} pages the paths of all pages
 * @param {ReadonlyMap<string, string>} exported where the API reference describes what: `core#createSessions`
 */
export function forSite(path, markdown, pages, exported) {
  const changes = [];
  const tree = fromMarkdown(markdown);
  visit(tree, "image", ({ url, alt, position: { start, end } }) => {
    if (isLocal(url)) changes.push([start.offset, end.offset, `![${alt}](/${inRepository(path, url)})`]);
  });
  visit(tree, "link", (link) => {
    if (!isLocal(link.url)) return;
    const words = markdown.slice(
      link.children[0].position.start.offset,
      link.children.at(-1).position.end.offset,
    );
    const url = siteUrl(path, link.url, words, pages, exported);
    const { start, end } = link.position;
    changes.push([start.offset, end.offset, url === undefined ? words : `[${words}](${url})`]);
  });
  let text = markdown;
  for (const [start, end, link] of changes.sort(([a], [b]) => b - a))
    text = text.slice(0, start) + link + text.slice(end);
  return text;
}

/** The pictures of a page that are files of the repository. */
export function imagesOf(path, markdown) {
  const images = [];
  visit(fromMarkdown(markdown), "image", ({ url }) => {
    if (isLocal(url)) images.push(inRepository(path, url));
  });
  return images;
}

const isLocal = (url) => !/^(\w+:|#)/.test(url);
const inRepository = (from, file) => posix.join(posix.dirname(from), file).replace(/\/$/, "");

function siteUrl(from, url, words, pages, exported) {
  const [, file, hash = ""] = /^([^#]*)(#.*)?$/.exec(url);
  const target = inRepository(from, file);
  const page = [target, posix.join(target, "README.md")].find((candidate) => pages.has(candidate));
  if (page !== undefined) return `/${routeOf(page)}${hash}`;
  const [, folder] = /^packages\/([^/]+)\/src\//.exec(target) ?? [];
  const name = words.replaceAll("`", "").split(".").at(-1);
  const described = exported.get(`${folder}#${name}`);
  return described === undefined ? undefined : `/api/${described}`;
}
