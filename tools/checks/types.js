// Type checks every tsconfig of the repository: type tests (*.test-d.ts) are in them too. The native compiler takes a third of the time;
// the packages' declarations are written by the other one, and `packed` compiles against them with both and with older ones.
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { configFiles, report, root, run } from "./workspace.js";

const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript7/package.json")), "bin/tsc");

const lines = new Set();
for (const config of configFiles()) {
  const { ok, output } = await run("node", [tsc, "--project", config, "--noEmit", "--pretty", "false"]);
  if (output !== "") for (const line of output.split("\n")) lines.add(line);
  else if (!ok) lines.add(`${relative(root, config)}: the compiler failed`);
}
report([...lines]);
