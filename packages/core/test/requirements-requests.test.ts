import { describe, expect, it } from "vitest";
import { type Browser, World } from "./support/browser.js";

const FOREIGN = { host: "app.example", origin: "https://evil.example", "sec-fetch-site": "cross-site" };
const OWN = { host: "app.example", origin: "https://app.example", "sec-fetch-site": "same-origin" };

async function signedIn(): Promise<{ world: World; browser: Browser }> {
  const world = new World();
  const browser = world.browser();
  await browser.visit((session) => session.login("alice"));
  return { world, browser };
}

describe("what core asks of a request", () => {
  it("is its origin, its host and a form's token, and no more: nothing that a client may say of itself (X-09, 3.5.2, 4.1.3)", async () => {
    const { browser } = await signedIn();
    const asked = new Set<string>();
    const watched = (headers: Record<string, string>): Record<string, string | undefined> =>
      new Proxy(headers, {
        get: (target, name) => {
          asked.add(String(name));
          return target[String(name)];
        },
      });
    for (const headers of [OWN, FOREIGN, { host: "app.example" }, { host: "app.example", origin: "null" }]) {
      for (const method of ["GET", "POST", "DELETE"]) {
        const request = browser.open(browser.cookie, {}, { method, headers: watched(headers) });
        await request.ready.catch(() => undefined);
        request.session["seen"] = true;
        await request.end();
      }
    }
    expect([...asked].sort()).toEqual(["host", "origin", "sec-fetch-site", "upgrade", "x-csrf-token"]);
  });

  it.each([
    ["application/json", { "content-type": "application/json" }],
    ["text/plain", { "content-type": "text/plain" }],
    ["no content type", {}],
    ["a content type that is none", { "content-type": "x" }],
    ["a method override", { "x-http-method-override": "GET", "x-method-override": "GET" }],
    ["our Referer", { referer: "https://app.example/form" }],
    ["a script's mark", { "x-requested-with": "XMLHttpRequest" }],
    ["a token that a cookie repeats", { "x-csrf-token": "A".repeat(86) }],
  ])("of another site with %s is refused all the same (X-09, 3.5.2, V-29)", async (_, more) => {
    const { browser } = await signedIn();
    const asked = { method: "POST", path: "/pay?_method=GET", headers: { ...FOREIGN, ...more } };
    const cookie = `${String(browser.cookie)}; csrf=${"A".repeat(86)}`;
    await expect(browser.send(asked, cookie)).rejects.toMatchObject({ code: "CROSS_ORIGIN", status: 403 });
  });
});
