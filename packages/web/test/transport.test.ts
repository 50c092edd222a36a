import { loadSession, openSession, type OpenSessionOptions, webSession } from "@sess/web";
import { testSessions } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { visiting } from "@sess/test-fetch";

/** The name of the cookie that a new visitor gets. */
async function cookieName(
  origin: string,
  options: OpenSessionOptions,
  headers: Record<string, string> = {},
): Promise<string | undefined> {
  const { sessions } = testSessions();
  const handler = webSession(
    sessions,
    options,
  )((request) => {
    sessions.from(request).visits = 1;
    return new Response();
  });
  const visitor = visiting(handler, origin);
  await visitor.ask("/", { headers });
  return [...visitor.cookies.keys()][0];
}

const SECURE = "__Host-Http-sid";
const http = "http://app.test";
const https = "https://app.test";
const proto = (value: string): Record<string, string> => ({ "x-forwarded-proto": value });

describe("whether the client's hop is TLS", () => {
  it.each<
    [what: string, origin: string, options: OpenSessionOptions, headers: Record<string, string>, name: string]
  >([
    ["is what the URL says", https, {}, {}, SECURE],
    ["is not where the URL is plain", http, {}, {}, "sid"],
    ["is not what X-Forwarded-Proto says, unless a proxy is trusted", http, {}, proto("https"), "sid"],
    ["is what a trusted proxy says", http, { trustProxy: true }, proto("https"), SECURE],
    ["in any case of letters", http, { trustProxy: true }, proto("HTTPS"), SECURE],
    [
      "is what the nearest proxy says, whatever came before",
      http,
      { trustProxy: true },
      proto("https, http"),
      "sid",
    ],
    ["also where the client begins the list", http, { trustProxy: true }, proto("http, https"), SECURE],
    ["is not what a trusted proxy takes for plain", https, { trustProxy: true }, proto("http"), "sid"],
    ["is not what no proxy would say", http, { trustProxy: true }, proto("https;"), "sid"],
    ["is what the URL says where the proxy is silent", https, { trustProxy: true }, {}, SECURE],
    ["is not where the proxy is silent on plain HTTP", http, { trustProxy: true }, {}, "sid"],
    ["is what the app says", http, { secure: () => true }, {}, SECURE],
  ])("%s (4.1.3, 15.3.4, V-26, T-27)", async (_, origin, options, headers, name) => {
    expect(await cookieName(origin, options, headers)).toBe(name);
  });
});

describe("the host that Origin is compared with", () => {
  const outcome = async (origin: string, headers: Record<string, string>): Promise<number> => {
    const { sessions } = testSessions();
    const handler = webSession(sessions)(() => new Response());
    const sent = { "sec-fetch-site": "", origin, ...headers };
    return (await visiting(handler, "http://app.test:8080").ask("/", { method: "POST", headers: sent }))
      .status;
  };

  it("is that of the header Host, and without one that of the URL (X-02)", async () => {
    expect(await outcome("http://shop.test", { host: "shop.test" })).toBe(200);
    expect(await outcome("http://app.test:8080", { host: "shop.test" })).toBe(403);
    expect(await outcome("http://app.test:8080", {})).toBe(200);
    expect(await outcome("http://app.test", {})).toBe(403);
  });
});

describe("an address that is none: Bun and Deno make it of whatever the header Host says", () => {
  /** As they hand it over: a Request cannot be made with it. */
  const sent = (url: string, headers: Record<string, string>): Request =>
    Object.defineProperty(new Request("http://app.test/", { method: "POST", headers }), "url", {
      value: url,
    });
  const evil = { origin: "http://evil.test", "sec-fetch-site": "cross-site" };

  it.each([
    ["http://[::bad/hook?a=1", "[::bad"],
    ["http://a b/hook", "a b"],
    ["/hook", ""],
    ["/hook?next=http://app.test/other", "user@evil.test"],
    ["http://evil.test:99999/hook#x", "evil.test:99999"],
  ])("%j is no error: the guard refuses by it, and finds the path (X-01, X-05)", async (url, host) => {
    const { sessions } = testSessions({ crossOrigin: { exempt: ["POST /hook"] } });
    const fetch = webSession(sessions)(() => new Response("taken"));
    const other = url.replace("/hook", "/other");
    expect((await fetch(sent(url, { host, ...evil }))).status).toBe(200);
    expect((await fetch(sent(other, { host, ...evil }))).status).toBe(403);
    expect((await fetch(sent(other, { host, origin: "http://evil.test" }))).status).toBe(403);
    expect((await fetch(sent(other, { origin: "http://evil.test" }))).status).toBe(403);
  });

  it("loadSession neither", async () => {
    const { sessions } = testSessions();
    const cookie = `sid=${"A".repeat(44)}`;
    for (const url of ["http://[::bad/", "/", ""])
      await expect(
        loadSession(sessions, sent(url, { cookie, origin: "http://evil.test" })),
      ).rejects.toMatchObject({
        code: "CROSS_ORIGIN",
      });
  });
});

describe("wrong options", () => {
  it.each([
    [{ trustProxy: 1 }, "trustProxy must be true or false"],
    [{ saveAtEnd: "yes" }, "saveAtEnd must be true or false"],
    [{ secure: true }, "secure must be a function of the request"],
    [{ secure: () => true, trustProxy: true }, "has both trustProxy and secure"],
    [{ proxy: true }, 'has no option "proxy"; it has trustProxy, secure, saveAtEnd'],
    [null, "options must be an object"],
  ])("%j are refused at once, by name", async (options, message) => {
    const { sessions } = testSessions();
    const wrong = options as OpenSessionOptions;
    const error = expect.objectContaining({
      code: "INVALID_OPTION",
      message: expect.stringContaining(message) as string,
    }) as Error;
    expect(() => webSession(sessions, wrong)).toThrow(error);
    await expect(openSession(sessions, new Request(http), wrong)).rejects.toThrow(error);
  });

  it("also onError, which only the wrapper has", async () => {
    const { sessions } = testSessions();
    const wrong = { onError: "log" } as object;
    expect(() => webSession(sessions, wrong)).toThrow("onError must be a function");
    await expect(openSession(sessions, new Request(http), wrong)).rejects.toThrow('has no option "onError"');
  });
});
