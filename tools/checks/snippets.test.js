import { expect, test } from "vitest";
import { folderOf } from "./fixture.js";
import { brokenSnippets } from "./snippets.js";

function check(...lines) {
  const base = folderOf({
    "core/src/index.ts":
      "export function createSessions(options: { idleMs: number }): { count: number } { return { count: options.idleMs }; }",
  });
  return brokenSnippets({ "README.md": lines.join("\n") }, base);
}

const sessions = [
  "# Title",
  "```ts file=sessions.ts",
  'import { createSessions } from "@sess/core";',
  "export const sessions = createSessions({ idleMs: 1 });",
  "```",
];

test("blocks import from one another, and continue one another", () => {
  const app = [
    "```ts file=app.ts",
    'import { sessions } from "./sessions.js";',
    "```",
    "Then:",
    "```ts file=app.ts",
    "console.log(sessions.count);",
    "```",
  ];
  expect(check(...sessions, ...app)).toEqual([]);
});

test("other languages are left alone", () => {
  expect(
    check(
      "```cjs",
      "req.session.a = 1;",
      "```",
      "```sh",
      "npm install",
      "```",
      "```diff",
      "- a",
      "```",
      "```",
      "plain",
      "```",
    ),
  ).toEqual([]);
});

test("a diff is compiled as what it makes of another file", () => {
  const app = ["```ts file=a.ts", "const one = 1;", "console.log(one);", "```"];
  const diff = (line) => ["```diff file=b.ts from=a.ts", "-const one = 1;", `+${line}`, "```"];
  expect(check(...app, ...diff("const one = 2;"))).toEqual([]);
  expect(check(...app, ...diff("const two = 2;"))).toEqual([expect.stringMatching(/Cannot find name 'one'/)]);
  expect(() => check(...app, "```diff file=b.ts from=a.ts", "-gone", "```")).toThrow("is not there: gone");
  expect(() => check("```diff file=b.ts from=a.ts", "-gone", "```")).toThrow("does not have");
});

test("caught: an option that does not exist, with its line", () => {
  const broken = sessions.map((line) => line.replace("idleMs", "idle"));
  expect(check(...broken)).toEqual([expect.stringMatching(/^README\.md:4 .*'idle' does not exist/)]);
});

test("caught: an error in a continued block, with its line", () => {
  expect(check(...sessions, "```ts file=sessions.ts", "sessions.counts;", "```")).toEqual([
    expect.stringMatching(/^README\.md:7 /),
  ]);
});

test("caught: an error in JavaScript", () => {
  expect(check("```js", "const one = 1;", "one.two();", "```")).toEqual([
    expect.stringMatching(/^README\.md:3 /),
  ]);
});

test("caught: a deep import", () => {
  expect(
    check(
      "```ts",
      'import "@sess/core/src/index.js";',
      'import { one } from "@sess/core/errors";',
      "one();",
      "```",
    ).length,
  ).toBeGreaterThan(0);
});

test("caught: a block that needs another one's variables without saying so", () => {
  expect(check(...sessions, "```ts", "sessions.count;", "```")).toEqual([
    expect.stringContaining("Cannot find name 'sessions'"),
  ]);
});
