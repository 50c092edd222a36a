// What the documentation shows on a console, and what it says to see there:
//
//   ```console run=app.ts NODE_ENV=production
//   $ curl -i localhost:3000/private
//   HTTP/1.1 401 Unauthorized
//   …
//   ```
//
// `run=app.ts` starts that file of the page as a server for these lines; `run` alone needs none. A line is of curl, or
// `npx tsx name.ts`, of a file of the page, which is bundled here and run by node. `…` stands for anything.
import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { curl } from "@sess/test-visitor/curl.js";
import { blocksOf } from "./pages.js";

/** The transcripts of a page that are to be run. */
export function transcriptsOf(markdown) {
  return blocksOf(markdown).flatMap(({ language, meta, text, line }) => {
    const run = /(?:^|\s)run(?:=(\S+))?(?=\s|$)/.exec(meta);
    if (language !== "console" || run === null) return [];
    const env = Object.fromEntries(
      [...meta.matchAll(/\b([A-Z_]+)=(\S+)/g)].map(([, key, value]) => [key, value]),
    );
    return [{ line, server: run[1], env, steps: stepsOf(text) }];
  });
}

/** Each line after `$`, and what follows it. */
function stepsOf(text) {
  const [before, ...steps] = text.split(/^\$ /m);
  if (before !== "" || steps.length === 0) throw new Error(`a transcript begins with "$ ": ${text}`);
  return steps.map((step) => {
    const [command, ...expected] = step.trimEnd().split("\n");
    return { command, expected: expected.join("\n") };
  });
}

/** Whether an output is what a transcript says. */
export function isAsSaid(output, expected) {
  const pattern = expected.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${pattern.join("[^]*")}$`).test(output.replaceAll("\r\n", "\n").trimEnd());
}

const hasCurl = spawnSync("curl", ["--version"]).status === 0;

/** Runs one transcript. @returns each step with its output */
export async function play({ server, env, steps }, apps, more) {
  const cwd = await mkdtemp(join(tmpdir(), "sess-pages-"));
  const environment = { ...more, ...env };
  const running = server === undefined ? undefined : await apps.serve(server, environment);
  const cookies = new Map();
  try {
    const played = [];
    for (const { command, expected } of steps) {
      const output = await outputOf(command, apps, { port: running?.port, env: environment, cwd, cookies });
      played.push({ command, expected, output });
    }
    return played;
  } finally {
    await running?.stop();
    await rm(cwd, { recursive: true });
  }
}

async function outputOf(command, apps, { port, env, cwd, cookies }) {
  const [, script] = /^npx tsx (.+)$/.exec(command) ?? [];
  if (script !== undefined) {
    const words = script.split(" ");
    return apps.run(words.slice(0, -1), words.at(-1), { port, env, cwd });
  }
  if (!command.startsWith("curl ")) throw new Error(`cannot run: ${command}`);
  const line = command.replaceAll("localhost:3000", `localhost:${port}`);
  if (!hasCurl) return curl(line, cookies);
  return (await promisify(execFile)("sh", ["-c", line], { cwd })).stdout;
}
