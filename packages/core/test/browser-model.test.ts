import { describe, expect, it } from "vitest";
import { BrowserModel } from "./support/browser-model.js";
import { type Place, placeAt } from "./support/browser-rules.js";

/** A test page of web-platform-tests. */
interface Page {
  readonly file: string;
  readonly path: string;
  readonly https?: true;
}

interface Case {
  readonly name: string;
  readonly cookie: string | readonly string[];
  /** The cookies that the page then sees. */
  readonly expected: string;
  /** Absent: the cookies are looked at from where they were set. */
  readonly defaultPath?: false;
}

const PAGES: readonly Page[] = [
  { file: "attributes_expires", path: "/cookies/attributes/expires.html" },
  { file: "attributes_invalid", path: "/cookies/attributes/invalid.html" },
  { file: "attributes_max_age", path: "/cookies/attributes/max-age.html" },
  { file: "attributes_path", path: "/cookies/attributes/path.html" },
  { file: "attributes_secure", path: "/cookies/attributes/secure.https.html", https: true },
  { file: "attributes_secure_non_secure", path: "/cookies/attributes/secure-non-secure.html" },
  { file: "encoding_charset", path: "/cookies/encoding/charset.html" },
  { file: "name", path: "/cookies/name/name.html" },
  { file: "size_attributes", path: "/cookies/size/attributes.html" },
  { file: "size_name_and_value", path: "/cookies/size/name-and-value.html" },
  { file: "value", path: "/cookies/value/value.html" },
];

const RESOURCES = "/cookies/resources/";

const cases = (await Promise.all(PAGES.map(casesOf))).flat();

describe("the model of a browser keeps to web-platform-tests", () => {
  it("there are 166 cases", () => expect(cases).toHaveLength(166));

  it.each(cases)("$page.file: $name", ({ cookie, expected, defaultPath, page }) => {
    const browser = new BrowserModel(() => Date.UTC(2026, 0, 1));
    const at = (path: string, api: Place["api"]): Place =>
      placeAt("web-platform.test", { path, api, https: page.https ?? false });
    for (const text of [cookie].flat()) {
      const [line = ""] = text.split("\n"); // In HTTP a line feed ends the header.
      browser.set(line, at(`${RESOURCES}cookie.py`, "http"));
    }
    const seenFrom = defaultPath === false ? page.path : `${RESOURCES}echo-cookie.html`;
    expect(browser.header(at(seenFrom, "script"))).toBe(expected);
  });
});

// Imported, not read: a Worker has no files.
async function casesOf(page: Page): Promise<readonly (Case & { readonly page: Page })[]> {
  const { default: cases } = (await import(`./data/wpt/${page.file}.json`)) as { default: readonly Case[] };
  return cases.map((one) => ({ ...one, page }));
}
