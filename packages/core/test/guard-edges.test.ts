import { describe, expect, it } from "vitest";
import { World } from "./support/browser.js";

const OWN = { host: "app.example", origin: "https://app.example", "sec-fetch-site": "same-origin" };

describe("the guard, at the edges (X-01, X-05, X-07)", () => {
  it("logout on an exempt route is no false goodbye", async () => {
    const world = new World({ crossOrigin: { exempt: ["POST /logout"] } });
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    const request = await browser.send({ method: "POST", path: "/logout", headers: OWN });
    await expect(request.session.logout()).rejects.toMatchObject({ code: "ROUTE_EXEMPT" });
  });

  it.each(["same-site", "cross-site", undefined])("a WebSocket of another origin (%s)", async (site) => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    const headers = {
      host: "app.example",
      upgrade: "websocket",
      origin: "https://blog.app.example",
      "sec-fetch-site": site,
    };
    await expect(browser.send({ method: "GET", path: "/chat", headers })).rejects.toMatchObject({
      code: "CROSS_ORIGIN",
    });
  });

  it("Origin null over plain HTTP: the message says what helps", async () => {
    const world = new World();
    const headers = { host: "192.168.1.5:3000", origin: "null" };
    const error = await world.browser(false).send({ method: "POST", headers }).then(String, String);
    expect(error).toMatch(/Referrer-Policy/);
    expect(error).not.toMatch(/came from another site/);
  });

  it("quotes and shortens the host that it repeats", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    const host = "x".repeat(5000) + '"';
    const error = await browser.send({ method: "POST", headers: { host } }).then(String, String);
    expect(error.length).toBeLessThan(1000);
  });

  it("an exempt route's write is told of once", async () => {
    const world = new World({ crossOrigin: { exempt: ["POST /hook"] } });
    const request = await world.browser().send({ method: "POST", path: "/hook" });
    request.session["a"] = 1;
    await request.end();
    await request.handle.finish();
    expect(world.typesOfEvents()).toEqual(["written_where_exempt"]);
  });

  it("a template with a form for an error's page is told the truth", async () => {
    const world = new World();
    const request = world.browser().open(
      undefined,
      {},
      {
        method: "POST",
        headers: { host: "a.example", origin: "https://evil.example" },
      },
    );
    await request.ready.catch(() => undefined);
    await expect(request.session.newCsrfToken()).rejects.toThrow(/error's page/);
  });
});
