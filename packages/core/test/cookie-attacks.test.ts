import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CookieWriter } from "../src/cookie-writer.js";
import { cookieValues } from "../src/cookie-reader.js";
import { BrowserModel } from "./support/browser-model.js";
import { type Place, placeAt } from "./support/browser-rules.js";
import { cookiePolicies, cookieValueTexts } from "./support/cookie-policies.js";
import { runs } from "./support/runs.js";

const HOST = "app.example.com";
const PLANTED = "planted";

const attributes = fc
  .subarray([
    "Path=/",
    "Path=/deep",
    "Domain=example.com",
    "Domain=app.example.com",
    "Domain=.example.com",
    "Secure",
    "HttpOnly",
    "SameSite=None",
    "SameSite=Strict",
    "Partitioned",
    "Max-Age=0",
    "Max-Age=9999",
  ])
  .chain((some) => fc.shuffledSubarray(some, { minLength: some.length }));

/** Ways to write a name that somebody might take for ours. */
const spellings: fc.Arbitrary<(name: string) => string> = fc.constantFrom(
  (name: string) => name,
  (name: string) => name.toLowerCase(),
  (name: string) => name.toUpperCase(),
  (name: string) => `=${name}`,
  (name: string) => ` ${name}\t`,
  (name: string) => `\u00a0${name}`,
  (name: string) => `\u2000${name}`,
  (name: string) => `${name}\u00a0`,
  (name: string) => `"${name}"`,
  (name: string) => encodeURIComponent(name).replace("_", "%5F"),
  (name: string) => `$Version=1, ${name}`,
  (name: string) => `a=1, ${name}`,
);

const lines = fc.tuple(spellings, attributes);
const hostPolicies = cookiePolicies.map((policy) => ({ ...policy, domain: undefined }));

describe("somebody else's cookie", () => {
  const plant = (
    policies: typeof cookiePolicies,
    attackers: readonly Place[],
    look: (seen: string[], line: string) => void,
  ): void => {
    const attacker = fc.constantFrom(...attackers);
    fc.assert(
      fc.property(
        policies,
        attacker,
        fc.array(lines, { minLength: 1, maxLength: 5 }),
        (policy, from, all) => {
          const { name } = new CookieWriter(policy, true);
          const browser = new BrowserModel(() => 0);
          const written = all.map(([spell, some]) => [`${spell(name)}=${PLANTED}`, ...some].join("; "));
          for (const line of written) browser.set(line, from);
          look(cookieValues(browser.header(placeAt(HOST, { path: "/deep/page" })), name), written.join("\n"));
        },
      ),
      runs(1500),
    );
  };

  it("of a script on our own page does not get our name (C-10, T-04)", () => {
    plant(hostPolicies, [placeAt(HOST, { api: "script", path: "/deep/page" })], (seen, line) =>
      expect(seen, line).toEqual([]),
    );
  });

  it("of a sibling host, or of one below or above, does not get our name (V-16, T-03)", () => {
    const hosts = ["evil.example.com", "x.app.example.com", "example.com"];
    const places = hosts.flatMap((host) =>
      (["http", "script"] as const).flatMap((api) => [
        placeAt(host, { api }),
        placeAt(host, { api, https: false }),
      ]),
    );
    plant(hostPolicies, places, (seen, line) => expect(seen, line).toEqual([]));
  });

  it("of a network without TLS does not get our name, on our own host either (C-17, T-05)", () => {
    plant(cookiePolicies, [placeAt(HOST, { https: false })], (seen, line) => expect(seen, line).toEqual([]));
  });

  it("can get the name of a cookie that is shared by a domain: so none is, unless the app says so (3.3.3)", () => {
    const shared = cookiePolicies.map((policy) => ({ ...policy, domain: "example.com" }));
    const found = new Set<string>();
    plant(shared, [placeAt("evil.example.com")], (seen) => seen.forEach((value) => found.add(value)));
    expect([...found]).toEqual([PLANTED]);
  });
});

describe("our cookie", () => {
  it("is not seen, replaced, or removed by a script, nor without TLS (3.3.1, 3.3.4, SESS-09)", () => {
    fc.assert(
      fc.property(
        cookiePolicies,
        cookieValueTexts,
        fc.array(lines, { maxLength: 5 }),
        (policy, value, all) => {
          const writer = new CookieWriter(policy, true);
          const browser = new BrowserModel(() => 0);
          browser.set(writer.set(value), placeAt(HOST));
          const before = browser.cookies;
          const script = placeAt(HOST, { api: "script" });
          const plain = placeAt(HOST, { https: false });
          for (const from of [script, plain]) {
            expect(browser.header(from)).not.toContain(value);
            browser.set(writer.clear(), from);
            for (const [spell, some] of all)
              browser.set([`${spell(writer.name)}=${PLANTED}`, ...some].join("; "), from);
          }
          expect(browser.cookies).toEqual(expect.arrayContaining([...before]));
        },
      ),
      runs(1000),
    );
  });

  it("goes along with requests from other sites as SameSite says, and to no other host (C-07)", () => {
    fc.assert(
      fc.property(cookiePolicies, cookieValueTexts, (policy, value) => {
        const writer = new CookieWriter(policy, true);
        const browser = new BrowserModel(() => 0);
        browser.set(writer.set(value), placeAt(HOST));
        const sent = (rest: Partial<Place>): boolean =>
          browser.header(placeAt(rest.host ?? HOST, rest)) !== "";
        expect(sent({})).toBe(true);
        expect(sent({ from: "another site, link" })).toBe(policy.sameSite !== "strict");
        expect(sent({ from: "another site, inside" })).toBe(policy.sameSite === "none");
        expect(sent({ topSite: "other.example" })).toBe(!policy.partitioned);
        for (const host of ["evil.example.com", "example.com", "x.app.example.com"]) {
          const below = policy.domain !== undefined && `.${host}`.endsWith(`.${policy.domain}`);
          expect(sent({ host })).toBe(below);
        }
        expect(sent({ host: "app.example.com.evil.example" })).toBe(false);
      }),
      runs(500),
    );
  });
});
