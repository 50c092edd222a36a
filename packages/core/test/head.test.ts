import { describe, expect, it } from "vitest";
import { type TestRequest, World } from "./support/browser.js";

type Use = "unused" | "read" | "touched" | "set" | "cleared" | "written" | "iterated" | "asked";

const USES: Readonly<Record<Use, (request: TestRequest, world: World) => unknown>> = {
  unused: () => undefined,
  touched: (_, world) => (world.now += 61_000), // Extended by the response, without the app's knowledge.
  read: ({ session }) => session.userId,
  asked: ({ session }) => "cart" in session,
  iterated: ({ session }) => Object.keys(session),
  written: ({ session }) => (session["a"] = 1),
  set: ({ session }) => session.rotate(),
  cleared: ({ session }) => session.logout(),
};

const CACHES: readonly (readonly [app: string | undefined, used: string, withCookie: string])[] = [
  // Said by nobody: a signed-in user's page is not to be kept (14.3.2).
  [undefined, "no-store", "no-store"],
  ["", "no-store", "no-store"],
  ["public, max-age=60", "private, max-age=60", "no-store"],
  ["Public,S-MaxAge=60 , max-age=5", "private, max-age=5", "no-store"],
  ["s-maxage=60, proxy-revalidate", "private", "no-store"],
  ["max-age=60", "private, max-age=60", "no-store"],
  ["private", "private", "no-store"],
  ["PRIVATE, max-age=60", "PRIVATE, max-age=60", "no-store"],
  ['private="x-a", max-age=60', 'private, private="x-a", max-age=60', "no-store"],
  ["no-cache", "private, no-cache", "no-store"],
  ["no-store", "no-store", "no-store"],
  ["No-Store, max-age=0", "No-Store, max-age=0", "No-Store, max-age=0"],
  [
    "no-store, no-cache, must-revalidate",
    "no-store, no-cache, must-revalidate",
    "no-store, no-cache, must-revalidate",
  ],
];

const VARIES: readonly (readonly [app: string | undefined, used: string])[] = [
  [undefined, "Cookie"],
  ["Accept-Encoding", "Accept-Encoding, Cookie"],
  ["*", "*"],
  ["cookie", "cookie"],
  ["Accept-Encoding, COOKIE", "Accept-Encoding, COOKIE"],
  ["Accept-Encoding,cookie ,Origin", "Accept-Encoding,cookie ,Origin"],
  ["X-Cookie", "X-Cookie, Cookie"],
  ["Cookie2, Set-Cookie", "Cookie2, Set-Cookie, Cookie"],
];

async function respond(use: Use, headers: Record<string, string>): Promise<TestRequest> {
  const world = new World();
  const browser = world.browser();
  await browser.visit((session) => session.login("alice"));
  const request = await browser.begin(browser.cookie, headers);
  await USES[use](request, world);
  return request.end();
}

const withCookie: readonly Use[] = ["set", "cleared"];
const used: readonly Use[] = ["read", "asked", "iterated", "written"];

describe("caching (V-21, C-21, D-20, 14.2.2, 14.2.5, 14.3.2, T-08)", () => {
  it.each(CACHES)(
    "Cache-Control %j: %j where the session was used, %j with a cookie",
    async (app, whenUsed, whenSet) => {
      const headers: Record<string, string> = app === undefined ? {} : { "Cache-Control": app };
      for (const use of used)
        expect((await respond(use, headers)).responseHeader("Cache-Control")).toBe(whenUsed);
      for (const use of withCookie)
        expect((await respond(use, headers)).responseHeader("Cache-Control")).toBe(whenSet);
      for (const use of ["unused", "touched"] as const) {
        expect((await respond(use, headers)).responseHeader("Cache-Control")).toBe(app);
      }
    },
  );

  it.each(VARIES)("Vary %j: %j where the session was used or a cookie is sent", async (app, expected) => {
    const headers: Record<string, string> = app === undefined ? {} : { Vary: app };
    for (const use of [...used, ...withCookie])
      expect((await respond(use, headers)).responseHeader("Vary")).toBe(expected);
    for (const use of ["unused", "touched"] as const)
      expect((await respond(use, headers)).responseHeader("Vary")).toBe(app);
  });

  it("an anonymous visitor who is asked for is a used session; one who is not costs no header", async () => {
    const world = new World();
    const asked = await world.browser().visit((_, request) => request);
    expect([...asked.headers]).toEqual([
      ["vary", ["Cookie"]],
      ["cache-control", ["private"]],
    ]);
    const unasked = await (await world.browser().begin()).end();
    expect([...unasked.headers]).toEqual([]);
  });

  it("other cookies of the response stay, each on its own line (C-03)", async () => {
    const world = new World();
    const request = await world.browser().begin(undefined, { "Set-Cookie": "other=1; Path=/" });
    await request.session.login("alice");
    await request.session.rotate();
    await request.end();
    expect(request.setCookies).toHaveLength(2);
    expect(request.setCookies[0]).toBe("other=1; Path=/");
  });

  it("a session that began and ended in one request leaves nothing to clear", async () => {
    const request = await new World().browser().begin();
    await request.session.save();
    await request.session.logout();
    await request.end();
    expect(request.setCookies).toEqual([]);
  });

  it.each(["x", "A".repeat(44)])(
    "a bad cookie is cleared by a logout, and by nothing else: %s",
    async (value) => {
      const reading = await new World().browser().begin(`__Host-Http-sid=${value}`);
      void reading.session.userId;
      await reading.session.regenerate();
      await reading.end();
      expect(reading.setCookies).toEqual([]);

      const leaving = await new World().browser().begin(`__Host-Http-sid=${value}`);
      await leaving.session.logout();
      await leaving.end();
      expect(leaving.setCookies).toEqual([expect.stringContaining("Max-Age=0")]);
    },
  );
});
