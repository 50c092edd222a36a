import { describe, expect, test } from "vitest";
import { citationsIn } from "./citations.js";
import { problemsOf, write } from "./coverage.js";

const idsIn = (source) => citationsIn("a.test.ts", source).citations.flatMap(({ ids }) => ids);

describe("names that cite", () => {
  const cases = [
    ["a test", 'it("a (7.2.4, SM-12)", f)', ["7.2.4", "SM-12"]],
    ["ASVS by its name", 'test("a (ASVS 7.5.2)", f)', ["7.5.2"]],
    ["a range", 'it("a (3.3.1 to 3.3.3)", f)', ["3.3.1", "3.3.2", "3.3.3"]],
    ["a range past nine", 'it("a (C-09 to C-11)", f)', ["C-09", "C-10", "C-11"]],
    ["brackets in the middle", 'it("a (X-05): b", f)', ["X-05"]],
    ["a table's heading", 'describe.each(rows)("%s (X-03)", f)', ["X-03"]],
    ["a row of a table", 'it.each([["a (V-14)", 1]])("%s", f)', ["V-14"]],
    ["a row by its property", 'const rows = [{ what: "a (V-35)" }]', ["V-35"]],
    ["a key of a table", 'const rows = { "a (V-35)": 1 }', ["V-35"]],
    ["a template", "it(`${a} (V-11)`, f)", ["V-11"]],
    ["a case of the suites", 'adapterCase("a (C-03)", {}, f)', ["C-03"]],
    ["a quotation mark in it", "it('\"a\" (SM-05)', f)", ["SM-05"]],
  ];
  test.each(cases)("%s", (_, source, ids) => {
    expect(citationsIn("a.test.ts", source).problems).toEqual([]);
    expect(idsIn(source)).toEqual(ids);
  });

  test.each([
    ["a comment", "// it's (7.2.4)"],
    ["other brackets", 'it("a (RFC 4648, section 10) and (b)", f)'],
    ["an RFC's section", 'same(a, b, "one line (RFC 6265bis, 4.1.1)")'],
    ["an address", 'listen("(127.0.0.1)")'],
  ])("none: %s", (_, source) => {
    expect(citationsIn("a.test.ts", source)).toEqual({ citations: [], problems: [] });
  });
});

describe("caught in names", () => {
  test.each([
    ["a test that does not run", 'it.skip("a (V-01)", f)', "does not run"],
    ["a test that is to come", 'it.todo("a (V-01)")', "does not run"],
    ["a group that does not run", 'describe.skip.each([])("a (V-01)", f)', "does not run"],
    ["a message", 'same(a, b, "a (V-01)")', "outside a name"],
    ["other words", 'it("a (V-01, and more)", f)', "other words"],
    ["a range that goes back", 'it("a (C-05 to C-01)", f)', "no range"],
    ["a range of two kinds", 'it("a (C-01 to V-05)", f)', "no range"],
  ])("%s", (_, source, problem) => {
    const { citations, problems } = citationsIn("a.test.ts", `\n${source}`);
    expect(problems[0]).toContain("a.test.ts:2: ");
    expect(problems[0]).toContain(problem);
    expect(citations.flatMap(({ ids }) => ids)).toEqual([]);
  });
});

const row = { id: "V-01", by: "library", requirement: "a" };
const cited = { path: "packages/core/test/a.test.ts", title: "t", ids: ["V-01"] };

describe("rows", () => {
  test.each([
    ["a test", row, [cited]],
    ["a reason", { ...row, why: "b" }, []],
    ["a test for a part, and a reason for the rest", { ...row, why: "b", partly: true }, [cited]],
  ])("are sound with %s", (_, one, citations) => {
    expect(problemsOf({ a: [one] }, citations)).toEqual([]);
  });

  test.each([
    ["neither test nor reason", [row], [], "neither"],
    ["both", [{ ...row, why: "b" }], [cited], "a reason why it has none"],
    ["no test for the part", [{ ...row, why: "b", partly: true }], [], "no test cites it"],
    ["no word on the other part", [{ ...row, partly: true }], [cited], "which part is not"],
    ["an unknown id in a test", [row], [cited, { ...cited, ids: ["V-99"] }], "cites V-99"],
    ["one id for two", [row, row], [cited], "twice"],
  ])("caught: %s", (_, rows, citations, problem) => {
    expect(problemsOf({ a: rows }, citations)).toEqual([expect.stringContaining(problem)]);
  });
});

describe("the document", () => {
  const empty = "# A\n\n<!-- coverage: a -->\n<!-- /coverage -->\n\nb\n";

  test("is written once: what is there again changes nothing", () => {
    const { written, problems } = write(empty, { a: [row] }, [cited]);
    expect(problems).toEqual([]);
    expect(written).toContain("| V-01 | a | library | [core/a › t](packages/core/test/a.test.ts) |");
    expect(written).toMatch(/^# A\n[^]*\nb\n$/);
    expect(write(written, { a: [row] }, [cited]).written).toBe(written);
  });

  test("shows three tests, of as many files as there are, without markup", () => {
    const paths = ["a", "a", "b", "c", "d"].map((name) => `examples/${name}/test/x.test.js`);
    const citations = paths.map((path, at) => ({ ...cited, path, title: `%s | ${at}` }));
    const { written } = write(empty, { a: [row] }, citations);
    expect(written.match(/\[.*?\]\(.*?\)/g)).toEqual(
      ["a", "b", "c"].map(
        (name, at) => `[${name}/x › … \\| ${[0, 2, 3][at]}](examples/${name}/test/x.test.js)`,
      ),
    );
    expect(written).toContain("and 2 more");
  });

  test("caught: a table without a place, a place without a table", () => {
    expect(write(empty, { b: [] }, []).problems).toEqual([
      expect.stringContaining('no place for the table "b"'),
      expect.stringContaining('no table "a"'),
    ]);
  });
});
