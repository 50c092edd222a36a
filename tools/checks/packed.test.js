import { expect, test } from "vitest";
import { badContents } from "./packed.js";

const manifest = { main: "./dist/index.cjs", exports: { ".": { import: "./dist/index.js" } } };
const files = ["dist/index.js", "dist/index.cjs", "dist/index.d.ts", "README.md", "LICENSE", "package.json"];
const check = (change, list = files, text = "") => badContents({ ...manifest, ...change }, list, () => text);

test("a sound tarball passes", () => {
  expect(check({})).toEqual([]);
});

test.each([
  ["a condition for the workspace", { exports: { "@sess/source": "./dist/index.js" } }],
  ["a workspace range", { dependencies: { "@sess/core": "workspace:^" } }],
  ["a catalog range", { dependencies: { vitest: "catalog:" } }],
  ["an entry that is not there", { imports: { "#crypto": { node: { import: "./dist/crypto/node.js" } } } }],
])("caught in package.json: %s", (_name, change) => {
  expect(check(change)).toHaveLength(1);
});

test.each([
  ["no licence", files.filter((name) => name !== "LICENSE")],
  ["no README", files.filter((name) => name !== "README.md")],
  ["sources", [...files, "src/index.ts"]],
  ["tests", [...files, "test/a.test.ts"]],
])("caught in the files: %s", (_name, list) => {
  expect(check({}, list)).toHaveLength(1);
});

test("caught: types that need #crypto", () => {
  expect(check({}, files, 'import { HmacKey } from "#crypto";')).toHaveLength(1);
});
