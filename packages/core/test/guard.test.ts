import type { CrossOriginOptions } from "@sess/core";
import { describe, expect, it } from "vitest";
import { type Asked, type Browser, World } from "./support/browser.js";
import { remembered } from "./support/near-world.js";

const OWN = { host: "app.example", origin: "https://app.example" };
const post = (headers: Asked["headers"]): Asked => ({ method: "POST", path: "/cart", headers });

/** What became of a request: whether its handler would run, and for whom. */
async function sent(browser: Browser, asked: Asked): Promise<string> {
  try {
    const request = await browser.send(asked);
    const user = request.session.userId ?? "nobody";
    await request.end();
    return `passes for ${user}`;
  } catch (error) {
    expect(error).toMatchObject({ name: "SessionError", code: "CROSS_ORIGIN", status: 403, expose: true });
    return "403";
  }
}

async function signedIn(crossOrigin: CrossOriginOptions = {}, secure = true): Promise<[World, Browser]> {
  const world = new World({ crossOrigin });
  const browser = world.browser(secure);
  await browser.visit((session) => session.login("alice"));
  world.events.length = 0;
  return [world, browser];
}

// What browsers send, row by row of the rule; the session's owner and a stranger get the same answer.
describe.each([
  ["a signed-in browser", "passes for alice"],
  ["a browser without a cookie", "passes for nobody"],
])("%s (X-01, 3.5.1, V-29)", (who, passes) => {
  it.each<[what: string, headers: Asked["headers"], ok: boolean]>([
    ["same-origin", { ...OWN, "sec-fetch-site": "same-origin" }, true],
    ["none, typed or bookmarked", { host: OWN.host, "sec-fetch-site": "none" }, true],
    ["same-origin, with a hidden Origin", { ...OWN, origin: "null", "sec-fetch-site": "same-origin" }, true],
    [
      "same-origin, whatever the proxy did to Host",
      { ...OWN, host: "10.0.0.7", "sec-fetch-site": "same-origin" },
      true,
    ],
    [
      "same-site: a sibling host",
      { ...OWN, origin: "https://blog.app.example", "sec-fetch-site": "same-site" },
      false,
    ],
    ["cross-site", { ...OWN, origin: "https://evil.example", "sec-fetch-site": "cross-site" }, false],
    ["cross-site that claims our origin", { ...OWN, "sec-fetch-site": "cross-site" }, false],
    ["cross-site without Origin", { host: OWN.host, "sec-fetch-site": "cross-site" }, false],
    ["no Sec-Fetch-Site, our Origin", OWN, true],
    ["no Sec-Fetch-Site, another Origin", { ...OWN, origin: "https://evil.example" }, false],
    ["no Sec-Fetch-Site, a hidden Origin", { ...OWN, origin: "null" }, false],
    ["no Sec-Fetch-Site, an empty Origin", { ...OWN, origin: "" }, false],
    ["no Sec-Fetch-Site, our host on plain HTTP", { ...OWN, origin: "http://app.example" }, false],
    ["an unknown Sec-Fetch-Site, our Origin", { ...OWN, "sec-fetch-site": "same-planet" }, true],
    [
      "an unknown Sec-Fetch-Site, another Origin",
      { ...OWN, origin: "https://evil.example", "sec-fetch-site": "x" },
      false,
    ],
    [
      "Sec-Fetch-Site in other letters, another Origin",
      { ...OWN, origin: "https://evil.example", "sec-fetch-site": "Same-Origin" },
      false,
    ],
    [
      "Sec-Fetch-Site twice, another Origin",
      { ...OWN, origin: "https://evil.example", "sec-fetch-site": "none, none" },
      false,
    ],
    ["two Origins", { ...OWN, origin: "https://app.example, https://evil.example" }, false],
  ])("%s", async (_, headers, ok) => {
    const [world, alice] = await signedIn();
    const browser = who.includes("without") ? world.browser() : alice;
    world.store.calls.length = 0;
    expect(await sent(browser, post(headers))).toBe(ok ? passes : "403");
    // It is answered before the handler, and before the store.
    if (!ok) expect(world.store.calls).toEqual([]);
    expect(world.typesOfEvents()).toEqual(ok ? [] : ["cross_origin"]);
  });
});

describe("the guard", () => {
  const foreign = { ...OWN, origin: "https://evil.example", "sec-fetch-site": "cross-site" };

  it.each(["GET", "HEAD", "OPTIONS"])(
    "lets %s pass: links and images may come from anywhere",
    async (method) => {
      const [, browser] = await signedIn();
      expect(await sent(browser, { method, headers: foreign })).toBe("passes for alice");
    },
  );

  it.each(["POST", "PUT", "PATCH", "DELETE", "LOCK", "get", ""])(
    "looks at %j (3.5.3, V-29)",
    async (method) => {
      const [, browser] = await signedIn();
      expect(await sent(browser, { method, headers: foreign })).toBe("403");
    },
  );

  it("says what came, what it is compared with, and what to do", async () => {
    const [, browser] = await signedIn();
    const error = (await browser.send(post(foreign)).catch((thrown: unknown) => thrown)) as Error;
    expect(error.message).toBe(
      'This POST request came from another site: its Sec-Fetch-Site is "cross-site" and its Origin "https://evil.example"; ' +
        'this host is "app.example". If that site is yours, name its origin in crossOrigin.trustedOrigins of createSessions.',
    );
  });

  it("tells of it by an event, quoted and shortened (16.3.3)", async () => {
    const [world, browser] = await signedIn();
    const long = "x".repeat(5000);
    await sent(browser, {
      method: "POST",
      path: `/${long}`,
      headers: { ...foreign, origin: `https://${long}\n` },
    });
    const [event] = world.events;
    expect(event).toMatchObject({
      type: "cross_origin",
      method: "POST",
      enforced: true,
      host: '"app.example"',
    });
    expect(JSON.stringify(event).length).toBeLessThan(500);
    expect(JSON.stringify(event)).not.toContain(browser.cookie?.split("=")[1]);
  });

  it("shows the page of the error nobody's session, and begins none", async () => {
    const [world, browser] = await signedIn();
    const records = world.store.records.size;
    const stranger = browser.open(browser.cookie, {}, post(foreign));
    await expect(stranger.ready).rejects.toMatchObject({ code: "CROSS_ORIGIN" });
    expect(stranger.session.userId).toBeUndefined();
    stranger.session["seen"] = true;
    await stranger.end();
    expect(stranger.setCookies).toEqual([]);
    expect(world.store.records.size).toBe(records);
  });

  it("is off, or only reports, where the app says so (X-04)", async () => {
    const [off, offBrowser] = await signedIn({ mode: "off" });
    expect(await sent(offBrowser, post(foreign))).toBe("passes for alice");
    expect(off.events).toEqual([]);
    const [report, reportBrowser] = await signedIn({ mode: "report" });
    expect(await sent(reportBrowser, post(foreign))).toBe("passes for alice");
    expect(await sent(reportBrowser, post({ host: OWN.host }))).toBe("passes for alice");
    expect(await sent(report.browser(), post(foreign))).toBe("passes for nobody");
    expect(report.events).toMatchObject(Array(3).fill({ type: "cross_origin", enforced: false }));
  });
});

describe("neither header (X-01)", () => {
  const bare = (headers: Asked["headers"] = {}): Asked => post({ host: OWN.host, ...headers });

  it("passes without a session: a script that signs in, a webhook", async () => {
    const world = new World();
    expect(await sent(world.browser(), bare())).toBe("passes for nobody");
    const dead = world.browser();
    dead.cookie = `__Host-Http-sid=${"A".repeat(44)}`;
    expect(await sent(dead, bare())).toBe("passes for nobody");
  });

  it("needs the token with one, and the 403 says what else to send", async () => {
    const [, browser] = await signedIn();
    const token = await browser.visit((session) => session.newCsrfToken());
    expect(await sent(browser, bare())).toBe("403");
    expect(await sent(browser, bare({ "x-csrf-token": "A".repeat(86) }))).toBe("403");
    expect(await sent(browser, bare({ "x-csrf-token": token }))).toBe("passes for alice");
    await expect(browser.send(bare())).rejects.toThrow(/Origin: https:\/\/app\.example.*X-CSRF-Token/);
  });

  it("needs it as well where nothing has to be waited for: the session is in memory", async () => {
    const { world, browser } = await remembered();
    for (const again of [1, 2, 3]) expect(await sent(browser, bare()), `time ${again}`).toBe("403");
    const token = await browser.visit((session) => session.newCsrfToken());
    world.remember();
    expect(await sent(browser, bare({ "x-csrf-token": token }))).toBe("passes for alice");
    expect(await sent(browser, bare())).toBe("403");
  });
});

describe("trustedOrigins (X-02)", () => {
  const trustedOrigins = ["https://admin.example", "https://app.example:8443"];

  it.each([
    ["https://admin.example", true],
    ["https://app.example:8443", true],
    ["https://admin.example:443", false],
    ["https://ADMIN.example", false],
    ["http://admin.example", false],
    ["https://admin.example.evil.example", false],
    ["https://evil.example", false],
  ])("%s: %s", async (origin, ok) => {
    const [, browser] = await signedIn({ trustedOrigins });
    for (const site of ["cross-site", "same-site", undefined]) {
      const headers = { host: OWN.host, origin, "sec-fetch-site": site };
      expect(await sent(browser, post(headers))).toBe(ok ? "passes for alice" : "403");
    }
  });

  it.each(["x-forwarded-host", "forwarded", "referer", "x-original-host"])(
    "%s counts for nothing (4.1.3, 15.3.4, T-27, X-09)",
    async (name) => {
      const [, browser] = await signedIn();
      const headers = { host: "10.0.0.7", origin: "https://evil.example", [name]: "https://evil.example" };
      expect(await sent(browser, post(headers))).toBe("403");
    },
  );
});

describe("exempt routes (X-05)", () => {
  const exempt = ["POST /webhooks/pay", "DELETE /webhooks/pay"];
  const foreign = { ...OWN, origin: "https://evil.example", "sec-fetch-site": "cross-site" };

  it("take requests from everywhere, with nobody's session", async () => {
    const [world, browser] = await signedIn({ exempt });
    world.store.calls.length = 0;
    for (const method of ["POST", "DELETE"])
      expect(await sent(browser, { method, path: "/webhooks/pay", headers: foreign })).toBe(
        "passes for nobody",
      );
    expect(world.store.calls).toEqual([]);
    expect(world.events).toEqual([]);
  });

  it.each([
    ["PUT", "/webhooks/pay"],
    ["POST", "/webhooks/pay/"],
    ["POST", "/webhooks/PAY"],
    ["POST", "//webhooks/pay"],
    ["POST", "/webhooks/%70ay"],
    ["POST", "/webhooks"],
    ["POST", "/x/../webhooks/pay"],
    ["POST", "https://evil.example/webhooks/pay"],
  ])("but not %s %s: they are compared exactly", async (method, path) => {
    const [, browser] = await signedIn({ exempt });
    expect(await sent(browser, { method, path, headers: foreign })).toBe("403");
  });

  it("begin no session: a write is dropped with an event, a login fails loudly", async () => {
    const [world, browser] = await signedIn({ exempt });
    const request = await browser.send({ method: "POST", path: "/webhooks/pay", headers: foreign });
    await expect(request.session.login("mallory")).rejects.toMatchObject({
      code: "ROUTE_EXEMPT",
      status: 500,
    });
    request.session["n"] = 1;
    await request.end();
    expect(request.setCookies).toEqual([]);
    expect(world.events).toEqual([{ type: "written_where_exempt", path: "/webhooks/pay" }]);
    expect(await browser.visit((session) => session.userId)).toBe("alice");
  });
});
