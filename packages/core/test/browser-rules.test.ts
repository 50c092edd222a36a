import { describe, expect, it } from "vitest";
import { BrowserModel } from "./support/browser-model.js";
import { type Outcome, type Place, placeAt } from "./support/browser-rules.js";

const HOST = "app.example.com";
const SCRIPT = { api: "script" } as const;
const PLAIN = { https: false } as const;

type Row = [outcome: Outcome, line: string, place?: Partial<Place>];

/** What the cases of web-platform-tests in this repository leave out; most are those of its folders prefix and samesite. */
const PREFIXES: Row[] = [
  ["taken", "__Secure-a=1; Secure"],
  ["taken", "__Secure-a=1; Secure; Domain=example.com; Path=/x"],
  ["prefix", "__Secure-a=1"],
  ["prefix", "__SECURE-a=1"],
  ["taken", "__Host-a=1; Secure; Path=/"],
  ["taken", "__Host-a=1; Secure; Path=/", SCRIPT],
  ["prefix", "__Host-a=1; Path=/"],
  ["prefix", "__host-a=1; Path=/"],
  ["prefix", "__Host-a=1; Secure"],
  ["prefix", "__Host-a=1; Secure; Path=/x"],
  ["prefix", "__Host-a=1; Secure; Path=/; Domain=app.example.com"],
  ["prefix", "__hOsT-a=1; Secure; Path=/; Domain=example.com"],
  ["taken", "__Http-a=1; Secure; HttpOnly; Domain=example.com"],
  ["prefix", "__Http-a=1; Secure"],
  ["prefix", "__Http-a=1; Secure", SCRIPT],
  ["prefix", "__Http-a=1; HttpOnly"],
  ["taken", "__Host-Http-a=1; Secure; HttpOnly; Path=/"],
  ["prefix", "__Host-Http-a=1; Secure; Path=/"],
  ["prefix", "__Host-Http-a=1; Secure; Path=/", SCRIPT],
  ["prefix", "__HOST-HTTP-a=1; Secure; Path=/", SCRIPT],
  ["prefix", "__Host-Http-a=1; Secure; HttpOnly; Path=/; Domain=app.example.com"],
  ["prefix", "=__Secure-a=1; Secure"],
  ["prefix", "__Host-a; Secure; Path=/"],
  ["prefix", "=__Host-Http-a=1; Secure; HttpOnly; Path=/"],
  ["taken", "__Hosta=1"],
];

const OTHERS: Row[] = [
  ["secure", "a=1; Secure", PLAIN],
  ["httpOnly", "a=1; HttpOnly", SCRIPT],
  ["domain", "a=1; Domain=other.example.com"],
  ["domain", "a=1; Domain=b.app.example.com"],
  ["domain", "a=1; Domain=ample.com"],
  ["domain", "a=1; Domain=com"],
  ["taken", "a=1; Domain=.EXAMPLE.com"],
  ["sameSite", "a=1; SameSite=None"],
  ["taken", "a=1; SameSite=None; Secure", { from: "another site, inside" }],
  ["sameSite", "a=1; SameSite=Lax", { from: "another site, inside" }],
  ["sameSite", "a=1; SameSite=Strict", { from: "another site, inside" }],
  ["sameSite", "a=1", { from: "another site, inside" }],
  ["taken", "a=1; SameSite=Strict", { from: "another site, link" }],
  ["secure", "a=1; Partitioned"],
  ["unreadable", "a=\u0000"],
  ["unreadable", "a=1; Path=/\r\nSet-Cookie: b=2"],
  ["unreadable", `a=${"x".repeat(4096)}`],
];

describe("the model of a browser", () => {
  it.each([...PREFIXES, ...OTHERS])("%s: %j %j", (outcome, line, place) => {
    const browser = new BrowserModel(() => 0);
    expect(browser.set(line, placeAt(HOST, place))).toBe(outcome);
    expect(browser.cookies).toHaveLength(outcome === "taken" ? 1 : 0);
  });

  it.each<[line: string, place: Partial<Place>, sent: boolean]>([
    ["a=1; Path=/x", { path: "/x" }, true],
    ["a=1; Path=/x", { path: "/x/y" }, true],
    ["a=1; Path=/x", { path: "/xy" }, false],
    ["a=1", { host: "b.app.example.com" }, false],
    ["a=1; Domain=app.example.com", { host: "b.app.example.com" }, true],
    ["a=1; Domain=app.example.com", { host: "app.example.com.evil.example" }, false],
    ["a=1; Secure", PLAIN, false],
    ["a=1; HttpOnly", SCRIPT, false],
    ["a=1; SameSite=Strict", { from: "another site, link" }, false],
    ["a=1; SameSite=Lax", { from: "another site, link" }, true],
    ["a=1; SameSite=Lax", { from: "another site, inside" }, false],
    ["a=1", { from: "another site, inside" }, false],
    ["a=1; SameSite=None; Secure", { from: "another site, inside" }, true],
    ["a=1; Secure; Partitioned", { topSite: "other.example" }, false],
  ])("%j is sent to %j: %s", (line, place, sent) => {
    const browser = new BrowserModel(() => 0);
    browser.set(line, placeAt(HOST));
    expect(browser.header(placeAt(place.host ?? HOST, place))).toBe(sent ? "a=1" : "");
  });

  it("ends a cookie when its time has come, and lets none live longer than 400 days", () => {
    let now = 0;
    const browser = new BrowserModel(() => now);
    browser.set("a=1; Max-Age=60; Expires=Fri, 01 Jan 2038 00:00:00 GMT", placeAt(HOST));
    browser.set("b=1; Max-Age=99999999999", placeAt(HOST));
    browser.set("c=1", placeAt(HOST));
    now = 60_000 - 1;
    expect(browser.header(placeAt(HOST))).toBe("a=1; b=1; c=1");
    now += 1;
    expect(browser.header(placeAt(HOST))).toBe("b=1; c=1");
    now = 400 * 24 * 60 * 60 * 1000;
    expect(browser.header(placeAt(HOST))).toBe("c=1");
  });

  it("lets no script replace or remove a cookie that it cannot see, and nobody without TLS a secure one", () => {
    const browser = new BrowserModel(() => 0);
    browser.set("a=1; HttpOnly; Secure; Path=/", placeAt(HOST));
    expect(browser.set("a=2; Secure; Path=/", placeAt(HOST, SCRIPT))).toBe("httpOnly");
    expect(browser.set("a=; Max-Age=0; Path=/", placeAt(HOST, SCRIPT))).toBe("httpOnly");
    expect(browser.set("a=2; Path=/", placeAt(HOST, PLAIN))).toBe("secure");
    expect(browser.set("a=2; Path=/x; Domain=example.com", placeAt("b.example.com", PLAIN))).toBe("secure");
    expect(browser.header(placeAt(HOST))).toBe("a=1");
  });
});
