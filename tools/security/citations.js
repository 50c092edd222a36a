// Finds the requirements that tests cite in their names: `it("the old token is dead (7.2.4, SM-12)", …)`.
import ts from "typescript";

const ID = String.raw`(?:\d{1,2}\.\d{1,2}\.\d{1,2}|[A-Z]{1,4}-\d{2})`;
const IN_BRACKETS = /\(([^()]*)\)/g;
const PART = new RegExp(`^(?:ASVS )?(${ID})(?: to (${ID}))?$`);
const SOME_ID = new RegExp(String.raw`[(,] ?(?:ASVS )?${ID}[,) ]`);

/**
 * @typedef {object} Citation
 * @property {string} path
 * @property {string} title without the ids
 * @property {readonly string[]} ids
 */

/**
 * What a file of tests cites, and what is wrong with it.
 * @param {string} path
 * @param {string} source
 * @returns {{ citations: Citation[], problems: string[] }}
 */
export function citationsIn(path, source) {
  /** @type {Citation[]} */
  const citations = [];
  /** @type {string[]} */
  const problems = [];
  if (!SOME_ID.test(source)) return { citations, problems };
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);

  /** @param {ts.Node} node */
  const visit = (node) => {
    const text = textOf(node);
    if (text === undefined) return ts.forEachChild(node, visit);
    const { title, ids, flaws } = partsOf(text);
    const complain = (/** @type {string} */ flaw) =>
      problems.push(
        `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${flaw}: ${text}`,
      );
    flaws.forEach(complain);
    if (ids.length > 0) {
      const place = placeOf(node);
      if (place === "name") citations.push({ path, title, ids });
      else complain(place === "skipped" ? "cited by a test that does not run" : "cited outside a name");
    }
    // A template may hold others.
    return ts.forEachChild(node, visit);
  };
  visit(file);
  return { citations, problems };
}

/** The text of a literal, with an ellipsis for what is filled in. @param {ts.Node} node */
function textOf(node) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
}

/** @param {string} text */
function partsOf(text) {
  /** @type {string[]} */
  const ids = [];
  /** @type {string[]} */
  const flaws = [];
  const title = text.replace(IN_BRACKETS, (whole, /** @type {string} */ inside) => {
    if (inside.startsWith("RFC ")) return whole;
    const parts = inside.split(", ").map((part) => PART.exec(part));
    if (parts.every((part) => part === null)) return whole;
    if (parts.includes(null)) {
      flaws.push("ids and other words in one pair of brackets");
      return whole;
    }
    for (const part of parts) {
      if (part === null) continue;
      const [, first = "", last = first] = part;
      const range = rangeOf(first, last);
      if (range.length === 0) flaws.push(`no range: ${first} to ${last}`);
      ids.push(...range);
    }
    return "";
  });
  return {
    title: title
      .replace(/ +/g, " ")
      .replace(/ ([:,.])/g, "$1")
      .trim(),
    ids,
    flaws,
  };
}

/** "C-01 to C-03" is C-01, C-02 and C-03. @param {string} first @param {string} last @returns {string[]} */
function rangeOf(first, last) {
  const [from, to] = [first, last].map((id) => /^(.*[.-])(\d+)$/.exec(id));
  if (!from || !to || from[1] !== to[1] || Number(to[2]) < Number(from[2])) return [];
  const [, prefix = "", number = ""] = from;
  const digits = prefix.endsWith("-") ? 2 : 1;
  return Array.from(
    { length: Number(to[2]) - Number(number) + 1 },
    (_, at) => prefix + String(Number(number) + at).padStart(digits, "0"),
  );
}

const RUNNERS = ["describe", "it", "test", "suite", "adapterCase"];
const IDLE = ["skip", "todo", "fails"];
const NAMES = ["name", "title", "what"];

/** What a literal is: a test's name, directly or in a table of tests; or none. @param {ts.Node} node */
function placeOf(node) {
  const { parent } = node;
  if (ts.isCallExpression(parent) && parent.arguments[0] === node) {
    const words = wordsOf(parent.expression);
    if (!RUNNERS.includes(words[0] ?? "")) return "elsewhere";
    return words.some((word) => IDLE.includes(word)) ? "skipped" : "name";
  }
  if (ts.isArrayLiteralExpression(parent)) return "name";
  if (ts.isPropertyAssignment(parent)) {
    return parent.name === node || NAMES.includes(parent.name.getText()) ? "name" : "elsewhere";
  }
  return "elsewhere";
}

/** `describe.skip.each(…)` is describe, skip, each. @param {ts.Expression} callee @returns {string[]} */
function wordsOf(callee) {
  if (ts.isIdentifier(callee)) return [callee.text];
  if (ts.isPropertyAccessExpression(callee)) return [...wordsOf(callee.expression), callee.name.text];
  return ts.isCallExpression(callee) ? wordsOf(callee.expression) : [];
}
