// The files of a page as programs: written down, bundled from the packages' source, and started.
import { fork, spawn } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { filesOf } from "./pages.js";
import { root } from "./workspace.js";

// Inside tools/checks, whose dependencies are those that the documentation may import.
const home = fileURLToPath(new URL(".cache/pages", import.meta.url));
const anyPort = String(pathToFileURL(fileURLToPath(new URL("any-port.js", import.meta.url))));

/** `@sess/…` comes from its source. What the page itself imports is left alone, what a package imports is taken along. */
const fromSource = {
  name: "from-source",
  setup({ onResolve }) {
    onResolve({ filter: /^@sess\// }, ({ path }) => ({
      path: join(root, "packages", path.slice("@sess/".length), "src/index.ts"),
    }));
    onResolve({ filter: /^[^./#]/ }, ({ path, importer }) =>
      importer.startsWith(home) ? { path, external: true } : undefined,
    );
  },
};

/** The programs of one page. */
export class PageApps {
  #files;
  #folder;

  constructor(page, markdown) {
    this.#files = filesOf(markdown);
    this.#folder = join(home, page.replace(/\W+/g, "-"));
  }

  /** @returns the path of a program; with `port`, one that asks localhost there in place of 3000 */
  async #bundle(name, port = 3000) {
    if (!this.#files.has(name)) throw new Error(`the page has no file ${name}`);
    const source = join(this.#folder, String(port));
    await mkdir(source, { recursive: true });
    for (const [file, text] of this.#files)
      await writeFile(join(source, file), text.replaceAll("localhost:3000", `localhost:${port}`));
    const outfile = join(source, "built", name.replace(/\.ts$/, ".js"));
    await build({
      entryPoints: [join(source, name)],
      outfile,
      bundle: true,
      platform: "node",
      format: name.endsWith(".cjs") ? "cjs" : "esm",
      target: "node20",
      conditions: ["@sess/source"],
      plugins: [fromSource],
      logLevel: "silent",
    });
    return outfile;
  }

  /** Starts a server, and waits until it listens. */
  async serve(name, env) {
    const child = fork(await this.#bundle(name), {
      env: { ...process.env, NODE_ENV: "development", ...env },
      execArgv: ["--import", anyPort],
      silent: true,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    const port = await new Promise((resolve, reject) => {
      child.once("message", (message) => resolve(message.port));
      child.once("exit", (code) =>
        reject(new Error(`${name} ended with ${code}, and did not listen:\n${output}`)),
      );
    });
    const stop = async () => {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
    };
    return { port, stop };
  }

  /** Runs a program to its end: `node [flags] name`. @returns what it printed */
  async run(flags, name, { port, env, cwd }) {
    const child = spawn(process.execPath, [...flags, await this.#bundle(name, port)], {
      cwd,
      env: { ...process.env, ...env },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    await new Promise((resolve) => child.once("close", resolve));
    return output;
  }

  /** Removes what was written down. */
  remove() {
    return rm(this.#folder, { recursive: true, force: true });
  }
}
