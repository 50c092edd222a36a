// Builds the website: `node build.js`. The guides and READMEs of the repository, and the API reference; then every link is tried.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { pages } from "@sess/checks/pages.js";
import { report, root } from "@sess/checks/workspace.js";
import { build } from "vitepress";
import { writeApi } from "./api.js";
import { deadLinks } from "./dead-links.js";
import { forSite, imagesOf, routeOf } from "./routes.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const source = join(here, ".cache/pages");
const output = join(here, "dist");

rmSync(source, { recursive: true, force: true });
const { problems, exported } = await writeApi(join(source, "api"));
const found = pages();
const paths = new Set(Object.keys(found));
for (const [path, markdown] of Object.entries(found)) {
  writeFileSync(place(routeOf(path)), forSite(path, markdown, paths, exported));
  for (const image of imagesOf(path, markdown)) copyFileSync(join(root, image), place(`public/${image}`));
}

await build(here);
report([...problems, ...deadLinks(output)]);
console.log(`${paths.size} pages and the API of ${exported.size} exports: site/dist`);

/** Where a file of the site's source goes. */
function place(path) {
  const file = join(source, path);
  mkdirSync(dirname(file), { recursive: true });
  return file;
}
