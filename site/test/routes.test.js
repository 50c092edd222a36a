import { describe, expect, test } from "vitest";
import { forSite, imagesOf, routeOf } from "../routes.js";

test.each([
  ["README.md", "index.md"],
  ["docs/README.md", "guides.md"],
  ["docs/login.md", "login.md"],
  ["packages/core/README.md", "packages/core.md"],
  ["examples/account/README.md", "examples/account.md"],
  ["decisions/README.md", "decisions/index.md"],
  ["decisions/0001-writes.md", "decisions/0001-writes.md"],
  ["SECURITY.md", "security.md"],
])("%s is at %s", (path, route) => {
  expect(routeOf(path)).toBe(route);
});

describe("a link of docs/login.md", () => {
  const pages = new Set(["README.md", "docs/login.md", "docs/csrf.md", "packages/core/README.md"]);
  const exported = new Map([["core#SessionStore", "core.md#sessionstore-1"]]);
  const on = (link) => forSite("docs/login.md", `See ${link}, please.`, pages, exported);

  test.each([
    ["to another guide", "[it](csrf.md)", "[it](/csrf.md)"],
    ["to a place on it", "[it](csrf.md#a-place)", "[it](/csrf.md#a-place)"],
    ["to a package", "[`it`](../packages/core/README.md)", "[`it`](/packages/core.md)"],
    ["to a folder with a page", "[it](../packages/core)", "[it](/packages/core.md)"],
    ["to the first page", "[it](../README.md#options)", "[it](/index.md#options)"],
    ["to a place on the same page", "[it](#here)", "[it](#here)"],
    ["to elsewhere", "[it](https://example.com/a.md)", "[it](https://example.com/a.md)"],
    [
      "to an export",
      "[`SessionStore`](../packages/core/src/store.ts)",
      "[`SessionStore`](/api/core.md#sessionstore-1)",
    ],
    ["to other source", "[store.ts](../packages/core/src/store.ts)", "store.ts"],
    ["to a picture", "![it](../benchmarks/a.svg)", "![it](/benchmarks/a.svg)"],
    ["to a picture elsewhere", "![it](https://example.com/a.svg)", "![it](https://example.com/a.svg)"],
    ["to a file that is no page", "[a `test`](../packages/core/test/a.test.ts)", "a `test`"],
  ])("%s", (_, link, expected) => {
    expect(on(link)).toBe(`See ${expected}, please.`);
  });

  test("does not touch code, nor what stands around it", () => {
    const page = "# A\n\n```md\n[it](csrf.md)\n```\n\n| [a](csrf.md) | [b](gone.md) |\n";
    expect(forSite("docs/login.md", page, pages, exported)).toBe(
      "# A\n\n```md\n[it](csrf.md)\n```\n\n| [a](/csrf.md) | b |\n",
    );
  });
});

test("the pictures of a page are those of the repository", () => {
  const page = "![a](../benchmarks/a.svg) and ![b](https://example.com/b.svg) and [c](c.svg)";
  expect(imagesOf("docs/login.md", page)).toEqual(["benchmarks/a.svg"]);
});
