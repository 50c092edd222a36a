// The mutants run last in CI, and take long. That the source has moved away under one is seen here at once.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { apply } from "./apply.js";
import { suites } from "./suites.js";

const mutants = suites.flatMap((suite) => suite.mutants);
const sourceOf = ({ file }) => readFileSync(new URL(`../../packages/${file}`, import.meta.url), "utf8");

test.each(mutants)("the mutant fits the source: $name", (mutant) => {
  const source = sourceOf(mutant);
  expect(apply(mutant, source)).not.toBe(source);
});

test("a mutant whose text has gone says which", () => {
  const gone = { name: "gone", file: "a.ts", find: "x", put: "y" };
  expect(() => apply(gone, "z")).toThrow(/"gone".*a\.ts/);
});
