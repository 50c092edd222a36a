import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CookieWriter } from "../src/cookie-writer.js";
import { BrowserModel } from "./support/browser-model.js";
import { placeAt, type StoredCookie } from "./support/browser-rules.js";
import { cookiePolicies, cookieValueTexts } from "./support/cookie-policies.js";
import { runs } from "./support/runs.js";

const HOST = "app.example.com";
const NOW = Date.UTC(2026, 0, 1);

/** Neighbours that differ from our cookie in one thing, or in several. */
const neighbours = fc.array(
  fc.record({
    named: fc.constantFrom("as ours", "as ours", "x", "sid", "as ours in capitals"),
    attributes: fc.subarray([
      "Path=/",
      "Path=/deep",
      "Domain=example.com",
      "Domain=app.example.com",
      "Secure",
      "HttpOnly",
      "SameSite=None",
      "Partitioned",
      "Max-Age=99",
    ]),
    topSite: fc.constantFrom("example.com", "other.example"),
  }),
  { maxLength: 8 },
);

describe("the line that clears the cookie", () => {
  it("removes exactly what the other line has set, among cookies that are nearly the same (C-04, C-11)", () => {
    fc.assert(
      fc.property(
        cookiePolicies,
        fc.boolean(),
        cookieValueTexts,
        fc.option(fc.constant(600), { nil: undefined }),
        neighbours,
        (policy, https, value, maxAge, others) => {
          const writer = new CookieWriter(policy, https);
          const browser = new BrowserModel(() => NOW);
          const place = placeAt(HOST, { https, path: "/deep/page" });
          const names = { x: "x", sid: "sid", "as ours": writer.name };
          for (const { named, attributes, topSite } of others) {
            const name = named === "as ours in capitals" ? writer.name.toUpperCase() : names[named];
            browser.set([`${name}=other`, ...attributes].join("; "), { ...place, topSite });
          }
          const before = browser.cookies;
          browser.set(writer.set(value, maxAge), place);
          const ours = browser.cookies.find((cookie) => cookie.value === value);
          expect(browser.set(writer.clear(), place)).toBe("taken");
          expect(browser.cookies).toEqual(before.filter((cookie) => idOf(cookie) !== idOf(ours)));
        },
      ),
      runs(2000),
    );
  });

  it("does no harm where there is nothing to clear, and leaves nothing behind", () => {
    fc.assert(
      fc.property(cookiePolicies, fc.boolean(), (policy, https) => {
        const browser = new BrowserModel(() => NOW);
        expect(browser.set(new CookieWriter(policy, https).clear(), placeAt(HOST, { https }))).toBe("taken");
        expect(browser.cookies).toEqual([]);
      }),
      runs(300),
    );
  });

  it("works by either of its two dates: of old browsers some know Max-Age alone, some Expires (C-04)", () => {
    fc.assert(
      fc.property(cookiePolicies, fc.boolean(), cookieValueTexts, (policy, https, value) => {
        const writer = new CookieWriter(policy, https);
        for (const unknown of [/; Max-Age=[^;]*/, /; Expires=[^;]*/]) {
          const browser = new BrowserModel(() => NOW);
          browser.set(writer.set(value), placeAt(HOST, { https }));
          browser.set(writer.clear().replace(unknown, ""), placeAt(HOST, { https }));
          expect(browser.cookies).toEqual([]);
        }
      }),
      runs(300),
    );
  });
});

/** Section 5.7 of RFC 6265bis: what makes two cookies the same one. */
function idOf(cookie: StoredCookie | undefined): string {
  return JSON.stringify([cookie?.name, cookie?.domain, cookie?.hostOnly, cookie?.path, cookie?.partition]);
}
