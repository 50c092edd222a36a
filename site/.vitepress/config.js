import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { packagesOf } from "@sess/checks/workspace.js";
import { slug } from "github-slugger";
import { defineConfig } from "vitepress";
import { sidebarOf } from "../sidebar.js";

const list = readFileSync(fileURLToPath(new URL("../../docs/README.md", import.meta.url)), "utf8");

/** A block that names its file (```ts file=app.ts) shows the name in place of the language. */
function showFileNames(md) {
  const { fence } = md.renderer.rules;
  md.renderer.rules.fence = (tokens, index, ...others) => {
    const html = fence(tokens, index, ...others);
    const [, file] = /\sfile=(\S+)/.exec(tokens[index].info) ?? [];
    return file === undefined
      ? html
      : html.replace(/(<span class="lang">)[^<]*/, `$1${md.utils.escapeHtml(file)}`);
  };
}

export default defineConfig({
  title: "@sess",
  description: "Sessions for Node servers: sign in, stay signed in, sign out everywhere.",
  lang: "en",
  srcDir: ".cache/pages",
  outDir: "dist",
  cacheDir: ".cache/vitepress",
  cleanUrls: true,
  // No favicon request that nobody answers.
  head: [["link", { rel: "icon", href: "data:," }]],
  markdown: {
    // The anchors that pages have where the repository is shown, and that the check `links` looks at.
    anchor: { slugify: (text) => slug(text) },
    languageAlias: { console: "shellsession" },
    config: showFileNames,
  },
  themeConfig: {
    nav: [
      { text: "Guides", link: "/guides" },
      { text: "API", link: "/api/", activeMatch: "^/api/" },
      { text: "Packages", link: "/#packages" },
      { text: "Security", link: "/security" },
    ],
    sidebar: {
      "/": sidebarOf(list),
      "/api/": [
        {
          text: "API reference",
          items: packagesOf().map(({ folder, manifest }) => ({
            text: manifest.name,
            link: `/api/${folder}`,
          })),
        },
      ],
    },
    outline: { level: [2, 3] },
    search: {
      provider: "local",
      // Code is not searched, but what is said of it: to colour it once more takes as long as all the rest of the index.
      options: { _render: (source, env, md) => md.render(source.replace(/^```[^]*?^```$/gm, ""), env) },
    },
  },
});
