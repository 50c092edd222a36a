// Lints in several processes, one after the other: the types of all packages at once take more memory than Node gives to one.
import { packagesOf, run } from "./workspace.js";

/** So many packages' types fit well. */
const AT_ONCE = 4;

const folders = packagesOf().map(({ folder }) => `packages/${folder}`);
const parts = Array.from({ length: Math.ceil(folders.length / AT_ONCE) }, (_, i) =>
  folders.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
);
const eslint = ["--config", "tools/checks/eslint.config.js", "--max-warnings", "0"];

for (const part of parts) await lint(part, { SESS_LINT: part.join() });
await lint(["--ignore-pattern", "packages/", "."], {});

async function lint(args, env) {
  const { ok, output } = await run("eslint", [...eslint, ...args], { env });
  if (output !== "") console.log(output);
  if (!ok) process.exitCode = 1;
}
