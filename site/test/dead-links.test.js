import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { deadLinks } from "../dead-links.js";

function siteOf(files) {
  const folder = mkdtempSync(join(tmpdir(), "sess-site-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const b = '<h2 id="über-uns">B</h2>';

test.each([
  ["/", []],
  ["/b", []],
  ["/b.html", []],
  ["b", []],
  ["/c/", []],
  ["/b#%C3%BCber-uns", []],
  ["#here", []],
  ["?a=b&amp;c#here", []],
  ["/a.css", []],
  ["https://example.com/gone", []],
  ["mailto:a@example.com", []],
  ["/gone", ["index.html: /gone"]],
  ["/c", ["index.html: /c"]],
  ["/b#gone", ["index.html: /b#gone"]],
  ["#gone", ["index.html: #gone"]],
])("a link to %s", (link, dead) => {
  const index = `<img src="/a.css"><h1 id="here">A</h1><a class="x" href="${link}">a</a><a href="${link}">again</a>`;
  expect(deadLinks(siteOf({ "index.html": index, "b.html": b, "c/index.html": "", "a.css": "" }))).toEqual(
    dead,
  );
});

test("a picture that is not there", () => {
  expect(deadLinks(siteOf({ "index.html": '<img alt="A" src="/gone.svg">' }))).toEqual([
    "index.html: /gone.svg",
  ]);
});
