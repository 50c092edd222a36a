// Prints the totals of vitest's JSON report in one plain line.
import { existsSync } from "node:fs";
import { readJson } from "./workspace.js";

/** A file that does not even load fails once, a run without a report too. */
function totalsOf({ numPassedTests, numFailedTests, testResults }) {
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return `${numPassedTests} passed, ${numFailedTests + broken.length} failed`;
}

const [path] = process.argv.slice(2);
console.log(existsSync(path) ? totalsOf(readJson(path)) : "0 passed, 1 failed");
