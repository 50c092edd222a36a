// Prints the totals of vitest's JSON reports in one plain line.
import { existsSync } from "node:fs";
import { readJson } from "./workspace.js";

/** A file that does not even load fails once, a run without a report too. */
function totalsOf(path) {
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, testResults } = readJson(path);
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

const totals = process.argv.slice(2).map(totalsOf);
const sum = (figure) => totals.reduce((all, { [figure]: count }) => all + count, 0);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
