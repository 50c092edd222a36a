// Links of the built site that lead nowhere: to a page or picture that is not there, or to a place that the page does not have.
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { globSync } from "tinyglobby";

/** @returns one line for each dead link */
export function deadLinks(folder) {
  const files = globSync("**", { cwd: folder });
  const anchors = new Map(
    files
      .filter((file) => file.endsWith(".html"))
      .map((file) => [file, anchorsOf(readFileSync(join(folder, file), "utf8"))]),
  );
  const dead = [];
  for (const [page, { links }] of anchors) {
    for (const link of links) {
      if (/^[a-z]+:/i.test(link)) continue;
      const [, path, hash] = /^([^#?]*)[^#]*(?:#(.*))?$/.exec(link);
      const file = fileOf(page, path, files);
      const place = hash ? decodeURIComponent(hash) : "";
      if (file === undefined || (place !== "" && anchors.get(file)?.ids.has(place) === false))
        dead.push(`${page}: ${link}`);
    }
  }
  return [...new Set(dead)];
}

function fileOf(page, path, files) {
  if (path === "") return page;
  const target = posix.join(path.startsWith("/") ? "." : posix.dirname(page), decodeURIComponent(path));
  // A folder has its slash: the site's own router finds no page without.
  const candidates = path.endsWith("/") ? [posix.join(target, "index.html")] : [target, `${target}.html`];
  return candidates.find((file) => files.includes(file));
}

function anchorsOf(html) {
  const values = (pattern) => [...html.matchAll(pattern)].map(([, value]) => value.replaceAll("&amp;", "&"));
  return {
    ids: new Set(values(/\sid="([^"]*)"/g)),
    links: new Set(values(/<(?:a\s[^>]*?href|img\s[^>]*?src)="([^"]*)"/g)),
  };
}
