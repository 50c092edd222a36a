// The benchmarks: `npx -y pnpm@12.21.0 bench`, with the names of parts and with flags, as README.md says.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { http } from "./http.js";
import { layout } from "./layout.js";
import { memory } from "./memory.js";
import { micro } from "./micro.js";
import { svgOf } from "./report/chart.js";
import { machine } from "./report/machine.js";
import { barTable, markdownOf } from "./report/markdown.js";
import { readOptions } from "./report/options.js";
import { revoke } from "./revoke.js";
import { scaling } from "./scaling.js";
import { size } from "./size.js";

/** All of them run, but `layout`, unless some are named. */
const parts = { size, micro, http, revoke, scaling, memory };
const all = { ...parts, layout };

/** Says what is going on, in a line that the next one replaces. */
const log = (text) => process.stderr.isTTY && process.stderr.write(`\r\u001b[K${text}`);

const options = readOptions(process.argv.slice(2), Object.keys(parts), Object.keys(all));
const bars = [];
for (const name of options.parts) {
  const described = machine();
  const { charts = [], ...measured } = await all[name](options, log);
  const report = { ...measured, machine: described() };
  log("");
  const markdown = markdownOf(report);
  console.log(markdown);
  bars.push(...report.bars);
  if (options.out === undefined) continue;
  mkdirSync(options.out, { recursive: true });
  writeFileSync(join(options.out, `${name}.md`), markdown);
  writeFileSync(join(options.out, `${name}.json`), `${JSON.stringify(report, null, 1)}\n`);
  for (const chart of charts) writeFileSync(join(options.out, `${chart.name}.svg`), svgOf(chart));
}
if (options.parts.length > 1) {
  const summary = `# All bars\n\n${barTable(bars)}\n`;
  console.log(summary);
  if (options.out !== undefined) writeFileSync(join(options.out, "bars.md"), summary);
}
