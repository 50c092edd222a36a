import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cookieValues } from "../src/cookie-reader.js";
import { CookieWriter } from "../src/cookie-writer.js";
import { BrowserModel } from "./support/browser-model.js";
import { placeAt, type StoredCookie } from "./support/browser-rules.js";
import { cookiePolicies, cookieValueTexts } from "./support/cookie-policies.js";
import { runs } from "./support/runs.js";

const HOST = "app.example.com";
const DAYS_400 = 400 * 24 * 60 * 60;
const NOW = Date.UTC(2026, 0, 1);

/** A cookie as an app may have it; `https` is how the request came. */
const cases = fc.record({
  policy: cookiePolicies,
  https: fc.boolean(),
  value: cookieValueTexts,
  maxAge: fc.option(fc.oneof(fc.integer({ min: 1, max: 2 * DAYS_400 }), fc.constantFrom(1, DAYS_400)), {
    nil: undefined,
  }),
});

describe("a Set-Cookie line, in a browser that keeps to RFC 6265bis", () => {
  it("is taken, under its name, with every attribute that the policy asks for (D-06, 3.3.1 to 3.3.4)", () => {
    fc.assert(
      fc.property(cases, ({ policy, https, value, maxAge }) => {
        const writer = new CookieWriter(policy, https);
        const browser = new BrowserModel(() => NOW);
        const place = placeAt(HOST, { https, path: "/deep/page" });
        expect(browser.set(writer.set(value, maxAge), place)).toBe("taken");
        const shared = https ? policy.domain : undefined;
        const sameSite = { strict: "Strict", lax: "Lax", none: https ? "None" : "Lax" } as const;
        const stored: StoredCookie = {
          name: `${https ? (shared === undefined ? "__Host-Http-" : "__Secure-") : ""}${policy.name}`,
          value,
          domain: shared ?? HOST,
          hostOnly: shared === undefined,
          path: "/",
          secureOnly: https,
          httpOnly: true,
          sameSite: sameSite[policy.sameSite],
          partition: policy.partitioned && https ? "example.com" : undefined,
          expiresAt: maxAge === undefined ? undefined : NOW + Math.min(maxAge, DAYS_400) * 1000,
        };
        expect(browser.cookies).toEqual([stored]);
        expect(writer.name).toBe(stored.name);
      }),
      runs(1500),
    );
  });

  it("has each attribute once, and only characters that a server may write (C-01 to C-05, C-16)", () => {
    fc.assert(
      fc.property(cases, ({ policy, https, value, maxAge }) => {
        const writer = new CookieWriter(policy, https);
        for (const line of [writer.set(value, maxAge), writer.clear()]) {
          expect(line).toMatch(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+=[!#-+\--:<-[\]-~]*(?:; [A-Z][ -:<-~]*)*$/);
          const names = line.split("; ").map((part) => part.split("=", 1)[0]);
          expect(new Set(names).size).toBe(names.length);
          // Where a lifetime is written it is digits: some servers and proxies read nothing else.
          for (const [, age = ""] of line.matchAll(/Max-Age=([^;]*)/g)) {
            expect(age).toMatch(/^\d+$/);
            expect(Number(age)).toBeLessThanOrEqual(DAYS_400);
          }
        }
      }),
      runs(1000),
    );
  });

  it("comes back as it went out, whatever other cookies there are (C-12, C-15)", () => {
    const others = fc.array(
      fc.tuple(
        fc.constantFrom("sid", "xsid", "SID", "__Host-sid", "__host-http-sid", "", "sid\u00a0", '"sid"', "a"),
        fc.string({ unit: fc.constantFrom(..."sid=\"' ,\u00a0%7x"), maxLength: 12 }),
        fc.constantFrom("", "; Path=/", "; Path=/; Secure", "; Domain=example.com", "; Path=/deep"),
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(cases, others, fc.nat(6), ({ policy, https, value, maxAge }, lines, at) => {
        const writer = new CookieWriter(policy, https);
        const browser = new BrowserModel(() => NOW);
        const place = placeAt(HOST, { https, path: "/deep/page" });
        const sent = lines.map(([name, text, attributes]) => `${name}=${text}${attributes}`);
        sent.splice(at, 0, writer.set(value, maxAge));
        for (const line of sent) browser.set(line, place);
        const twins = browser.cookies.filter(({ name }) => name === writer.name);
        const seen = cookieValues(browser.header(place), writer.name);
        expect(seen).toEqual(expect.arrayContaining([...new Set(twins.map((twin) => twin.value))]));
        // On TLS no other line of these can have the name.
        if (https) expect(seen).toEqual([value]);
      }),
      runs(1500),
    );
  });

  it("fits: name and value stay far below the 4096 octets (C-06, 3.3.5)", () => {
    fc.assert(
      fc.property(cookiePolicies, cookieValueTexts, (policy, value) => {
        const [pair = ""] = new CookieWriter(policy, true).set(value).split(";", 1);
        expect(pair.length).toBeLessThanOrEqual(12 + 64 + 1 + 67);
      }),
      runs(300),
    );
  });
});
