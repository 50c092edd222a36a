// Runs every check, or those named: `node tools/checks/run.js lint links`.
import { availableParallelism } from "node:os";
import { run } from "./workspace.js";

// The long ones come first, so that they do not run alone at the end.
const checks = {
  lint: ["node", "tools/checks/lint.js"],
  packed: ["node", "tools/checks/packed.js"],
  site: ["node", "site/build.js"],
  types: ["node", "tools/checks/types.js"],
  snippets: ["node", "tools/checks/snippets.js"],
  boundaries: ["node", "tools/checks/boundaries.js"],
  unused: ["knip", "--no-progress", "--no-config-hints"],
  format: ["prettier", "--check", "--log-level", "warn", "."],
  links: [
    ...["remark", "--frail", "--quiet", "--no-color", "--rc-path", "tools/checks/remark.config.js"],
    // The site's copies; its build looks at their links.
    ...["--ignore-pattern", ".cache/", "."],
  ],
  security: ["node", "tools/security/coverage.js", "--check"],
  size: ["node", "tools/checks/size.js"],
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in checks));
if (unknown.length > 0) {
  console.error(`No such check: ${unknown.join(", ")}. There are: ${Object.keys(checks).join(", ")}`);
  process.exit(2);
}

const queue = names.length > 0 ? names : Object.keys(checks);
const failed = [];

async function work() {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const started = performance.now();
    const [command, ...args] = checks[name];
    const { ok, output } = await run(command, args);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${ok ? "ok    " : "FAILED"} ${name.padEnd(10)} ${seconds.padStart(5)} s`);
    if (output !== "" && (!ok || !output.includes("\n"))) console.log(output.replace(/^/gm, "       "));
    if (!ok) failed.push(name);
  }
}

await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
if (failed.length > 0) {
  console.log(`\n${failed.length} failed: ${failed.join(", ")}`);
  process.exitCode = 1;
}
