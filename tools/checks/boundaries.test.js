import { symlinkSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { brokenBoundaries } from "./boundaries.js";
import { folderOf } from "./fixture.js";

const manifest = (folder, dependencies) =>
  JSON.stringify({
    name: `@sess/${folder}`,
    type: "module",
    exports: { ".": { "@sess/source": "./src/index.ts", default: "./dist/index.js" } },
    peerDependencies: dependencies,
  });

/** Two packages and a framework, sound but for what `files` adds. */
function check(files) {
  const base = folderOf({
    "packages/core/package.json": manifest("core"),
    "packages/core/src/index.ts": "export const one = 1;",
    "packages/core/src/crypto/node.ts": 'export { randomBytes } from "node:crypto";',
    "packages/store-memory/package.json": manifest("store-memory", { "@sess/core": "*" }),
    "packages/store-memory/src/index.ts": 'export { one } from "@sess/core";',
    "packages/express/package.json": manifest("express", { "@sess/core": "*", express: "*" }),
    "packages/express/src/index.ts": 'import type { Handler } from "express";\nexport type Two = Handler;',
    "packages/express/node_modules/express/package.json": '{ "name": "express", "main": "index.js" }',
    "packages/express/node_modules/express/index.js": "",
    ...files,
  });
  for (const [from, to] of [
    ["express", "core"],
    ["express", "store-memory"],
    ["store-memory", "core"],
  ]) {
    const link = join(base, "packages", from, "node_modules/@sess", to);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(base, "packages", to), link);
  }
  return brokenBoundaries(base);
}

test("what the table allows passes", async () => {
  expect(await check({})).toEqual([]);
});

describe("caught", () => {
  const cases = {
    "core importing a built-in": ["core/src/a.ts", 'import "node:fs";'],
    "core importing the type of a built-in": [
      "core/src/a.ts",
      'import type { Stats } from "node:fs"; export type A = Stats;',
    ],
    "core importing a built-in without its prefix": ["core/src/a.ts", 'import "fs";'],
    "core importing a built-in in a type": ["core/src/a.ts", 'export type A = import("node:fs").Stats;'],
    "core importing node:crypto beside the one file (11.2.1)": [
      "core/src/crypto/web.ts",
      'import "node:crypto";',
    ],
    "core's one file importing more": ["core/src/crypto/node.ts", 'import "node:fs";'],
    "core importing dynamically": ["core/src/a.ts", 'export const a = import("node:fs");'],
    "core requiring": ["core/src/a.ts", 'declare const require: any; require("node:fs");'],
    "core asking the process for a built-in": ["core/src/a.ts", 'process.getBuiltinModule("node:fs");'],
    "core importing a package (11.2.1, T-31)": ["core/src/a.ts", 'import "somewhere";'],
    "an adapter importing a store": ["express/src/a.ts", 'import "@sess/store-memory";'],
    "an adapter importing its framework's values": [
      "express/src/a.ts",
      'import { Router } from "express"; Router();',
    ],
    "an adapter importing what it does not declare": ["express/src/a.ts", 'import "@sess/node";'],
    "a deep import": ["store-memory/src/a.ts", 'import "@sess/core/src/index.ts";'],
    "a path that leaves the package": ["store-memory/src/a.ts", 'import "../../core/src/index.js";'],
    "a path that leaves the package, in a test": [
      "store-memory/test/a.ts",
      'import "../../core/src/index.js";',
    ],
    "a cycle": [
      "core/src/index.ts",
      'export { a } from "./a.js"; export const one = 1;',
      "core/src/a.ts",
      'import { one } from "./index.js"; export const a = one;',
    ],
    "a cycle of types": [
      "core/src/b.ts",
      'import type { C } from "./c.js"; export type B = C[];',
      "core/src/c.ts",
      'import type { B } from "./b.js"; export type C = B | 1;',
    ],
    "a package that the table does not know": ["other/package.json", manifest("other")],
  };

  test.each(Object.entries(cases))("%s", async (_name, [path, text, path2, text2]) => {
    const files = { [`packages/${path}`]: text, ...(path2 && { [`packages/${path2}`]: text2 }) };
    expect(await check(files)).toHaveLength(1);
  });
});
