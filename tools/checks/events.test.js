import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { root } from "./workspace.js";

/** The events' names, and their properties in order, as the type has them. */
function declaredEvents() {
  const path = join(root, "packages/core/src/events.ts");
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest);
  const union = file.statements.find((statement) => statement.name?.text === "SessionEvent").type;
  return union.types.map(({ members }) => {
    const [type, ...others] = members;
    return [type.type.literal.text, others.map(({ name }) => name.text)];
  });
}

/** The rows of the page's tables, each cell the names that it has in backquotes. */
function rowsOf(page) {
  const lines = readFileSync(join(root, page), "utf8").split("\n");
  return lines
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split("|").map((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name)));
}

const events = declaredEvents();
const rows = rowsOf("docs/events.md");

test("docs/events.md has every event of the type, with its properties, in its order", () => {
  const described = rows.filter(([, [name]]) => name !== undefined);
  expect(described.map(([, [name], properties]) => [name, properties])).toEqual(events);
});

test("docs/events.md translates other names into events that there are", () => {
  const known = events.map(([name]) => name);
  const translated = rows.filter((row) => row.length === 4).flatMap(([, , names]) => names);
  expect(translated.length).toBeGreaterThan(8);
  expect(translated.filter((name) => !known.includes(name))).toEqual(["level"]);
});
