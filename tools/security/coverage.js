// Writes into SECURITY.md which tests prove what is asked of a session library, or why none does.
// `node tools/security/coverage.js --check` writes nothing, and fails when something is missing, unknown or out of date.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { isMain, root } from "../checks/workspace.js";
import { citationsIn } from "./citations.js";
import { tables as requirements } from "./requirements.js";

/** @typedef {import("./requirements.js").Row} Row */
/** @typedef {import("./citations.js").Citation} Citation */

const MOST_TESTS = 3;

/**
 * What is wrong between the rows and the tests.
 * @param {Readonly<Record<string, readonly Row[]>>} tables
 * @param {readonly Citation[]} citations
 * @returns {string[]}
 */
export function problemsOf(tables, citations) {
  const rows = Object.values(tables).flat();
  const known = new Set(rows.map(({ id }) => id));
  const cited = new Set(citations.flatMap(({ ids }) => ids));
  const twice = rows.filter(({ id }, at) => rows.findIndex((row) => row.id === id) !== at);
  return [
    ...twice.map(({ id }) => `${id} is there twice`),
    ...citations.flatMap(({ path, title, ids }) =>
      ids
        .filter((id) => !known.has(id))
        .map((id) => `${path}: "${title}" cites ${id}, which is no requirement`),
    ),
    ...rows.flatMap((row) => flawsOf(row, cited.has(row.id)).map((flaw) => `${row.id} ${flaw}`)),
  ];
}

/** @param {Row} row @param {boolean} tested @returns {string[]} */
function flawsOf({ why, partly = false }, tested) {
  if (!tested && why === undefined) return ["has neither a test nor a reason why not"];
  if (!tested && partly) return ["is said to be proved in part, but no test cites it"];
  if (tested && why !== undefined && !partly) return ["has tests, and a reason why it has none"];
  if (partly && why === undefined) return ["is said to be proved in part, but not which part is not"];
  return [];
}

/**
 * The document with its tables as they should be. Each stands between `<!-- coverage: name -->` and `<!-- /coverage -->`.
 * @param {string} document
 * @param {Readonly<Record<string, readonly Row[]>>} tables
 * @param {readonly Citation[]} citations
 * @returns {{ written: string, problems: string[] }}
 */
export function write(document, tables, citations) {
  /** @type {string[]} */
  const seen = [];
  const written = document.replace(
    /(<!-- coverage: (.+?) -->\n)[^]*?(<!-- \/coverage -->)/g,
    (_, /** @type {string} */ begin, /** @type {string} */ name, /** @type {string} */ end) => {
      seen.push(name);
      const rows = tables[name] ?? [];
      return `${begin}\n<!-- prettier-ignore-start -->\n\n${tableOf(rows, citations)}\n\n<!-- prettier-ignore-end -->\n\n${end}`;
    },
  );
  return {
    written,
    problems: [
      ...Object.keys(tables)
        .filter((name) => !seen.includes(name))
        .map((name) => `SECURITY.md has no place for the table "${name}"`),
      ...seen.filter((name) => !(name in tables)).map((name) => `there is no table "${name}"`),
    ],
  };
}

const BY = {
  library: "library",
  means: "app, by means of it",
  docs: "documentation",
  outside: "out of scope",
};

/** @param {readonly Row[]} rows @param {readonly Citation[]} citations */
function tableOf(rows, citations) {
  const withLevel = rows.some(({ level }) => level !== undefined);
  const withDefence = rows.some(({ defence }) => defence !== undefined);
  const columns = [
    "id",
    ...(withLevel ? ["level"] : []),
    withDefence ? "threat" : "what is asked",
    ...(withDefence ? ["defence"] : []),
    "by",
    "proved by, or why not",
  ];
  const lines = rows.map(({ id, level, requirement, defence, by, why }) => [
    id,
    ...(withLevel ? [String(level ?? "")] : []),
    requirement,
    ...(withDefence ? [defence ?? ""] : []),
    BY[by],
    [testsOf(id, citations), why ?? ""].filter((text) => text !== "").join("<br>"),
  ]);
  return [columns, columns.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** A few of them, from as many files as possible. @param {string} id @param {readonly Citation[]} citations */
function testsOf(id, citations) {
  const all = citations.filter(({ ids }) => ids.includes(id));
  const firsts = all.filter(({ path }, at) => all.findIndex((other) => other.path === path) === at);
  const shown = [...firsts, ...all.filter((one) => !firsts.includes(one))].slice(0, MOST_TESTS);
  const more = all.length - shown.length;
  return [
    ...shown.map(({ path, title }) => `[${placeOf(path)} › ${escaped(title)}](${path})`),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join("<br>");
}

/** packages/core/test/token.test.ts is core/token. @param {string} path */
function placeOf(path) {
  return path
    .replace(/^(packages|examples)\//, "")
    .replace(/\/(test|src|cases)(?=\/)/g, "")
    .replace(/(\.test)?\.[jt]s$/, "");
}

/** What a test runner fills in is an ellipsis, and nothing is markup. @param {string} title */
function escaped(title) {
  return title.replace(/%[sjdio]|\$[a-z]\w*/g, "…").replace(/[\\`*_[\]<>|&]/g, "\\$&");
}

const TESTS = [
  "packages/core/test/**/*.ts",
  "packages/conformance/src/**/*.ts",
  "packages/*/test/**/*.ts",
  "examples/*/test/**/*.{js,ts}",
  "tools/**/*.test.{js,ts}",
];

function allCitations() {
  const ignore = ["**/node_modules/**", "tools/security/**"];
  const paths = new Set(TESTS.flatMap((pattern) => globSync(pattern, { cwd: root, ignore }).sort()));
  const found = [...paths].map((path) => citationsIn(path, readFileSync(join(root, path), "utf8")));
  return {
    citations: found.flatMap(({ citations }) => citations),
    problems: found.flatMap(({ problems }) => problems),
  };
}

function main() {
  const target = join(root, "SECURITY.md");
  const document = readFileSync(target, "utf8");
  const { citations, problems: inNames } = allCitations();
  const { written, problems: inDocument } = write(document, requirements, citations);
  const problems = [...inNames, ...problemsOf(requirements, citations), ...inDocument];
  if (process.argv.includes("--check")) {
    if (written !== document)
      problems.push("SECURITY.md is out of date: node tools/security/coverage.js writes it");
  } else writeFileSync(target, written);
  for (const problem of problems) console.log(problem);
  if (problems.length > 0) process.exitCode = 1;
  else {
    const rows = Object.values(requirements).flat();
    const tested = rows.filter(({ id }) => citations.some(({ ids }) => ids.includes(id))).length;
    console.log(
      `${rows.length} requirements: ${tested} with tests, ${rows.length - tested} with a reason why not`,
    );
  }
}

if (isMain(import.meta)) main();
