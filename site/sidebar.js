// The site's sidebar is the list in docs/README.md: one order, wherever the pages are read.
import { posix } from "node:path";
import { fromMarkdown } from "mdast-util-from-markdown";
import { toString } from "mdast-util-to-string";
import { visit } from "unist-util-visit";
import { routeOf } from "./routes.js";

/** A group for each heading, with the links below it. */
export function sidebarOf(markdown) {
  const groups = [];
  visit(fromMarkdown(markdown), (node) => {
    if (node.type === "heading" && node.depth === 2) groups.push({ text: toString(node), items: [] });
    if (node.type !== "link" || groups.length === 0) return;
    const [, path, hash = ""] = /^([^#]*)(#.*)?$/.exec(node.url);
    const page = routeOf(posix.join("docs", path)).replace(/(index)?\.md$/, "");
    groups.at(-1).items.push({ text: toString(node), link: `/${page}${hash}` });
  });
  return groups;
}
