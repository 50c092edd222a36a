import { pages } from "@sess/checks/pages.js";
import { expect, test } from "vitest";
import { routeOf } from "../routes.js";
import { sidebarOf } from "../sidebar.js";

test("a group for each heading, and an item for each link below it", () => {
  const list =
    "# All\n\nSee [this](a.md).\n\n## One\n\n- [A](a.md)\n- [B](../README.md#b)\n\n## Two\n\n- [D](../decisions/README.md)\n";
  expect(sidebarOf(list)).toEqual([
    {
      text: "One",
      items: [
        { text: "A", link: "/a" },
        { text: "B", link: "/#b" },
      ],
    },
    { text: "Two", items: [{ text: "D", link: "/decisions/" }] },
  ]);
});

test("every guide and every package is in the list of docs/README.md", () => {
  const found = pages();
  const links = sidebarOf(found["docs/README.md"]).flatMap(({ items }) => items.map(({ link }) => link));
  const wanted = Object.keys(found).filter(
    (path) => /^(docs|packages|examples)\//.test(path) && path !== "docs/README.md",
  );
  const missing = wanted.filter((path) => !links.includes(`/${routeOf(path).replace(/\.md$/, "")}`));
  expect(wanted.length).toBeGreaterThan(25);
  expect(missing).toEqual([]);
});
