import { requireCsrfToken, requireLogin, webSession } from "@sess/web";
import { testSessions } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { visiting } from "@sess/test-fetch";

const pathOf = (request: Request): string => new URL(request.url).pathname;

describe("requireLogin", () => {
  it("asks for the session that was opened last, or for that of the manager it is told", async () => {
    const [shop, staff] = [testSessions(), testSessions({ cookie: { name: "staff" } })];
    const checks: Record<string, (request: Request) => Promise<void>> = {
      "/inner": requireLogin(),
      "/shop": requireLogin({ sessions: shop.sessions }),
      "/staff": requireLogin({ sessions: staff.sessions, fresh: true }),
    };
    const handler = webSession(shop.sessions)(
      webSession(staff.sessions)(async (request) => {
        if (pathOf(request) === "/login") await staff.sessions.from(request).login("alice");
        await checks[pathOf(request)]?.(request);
        return new Response();
      }),
    );
    const alice = visiting(handler);
    await alice.ask("/login");
    const statuses = Object.keys(checks).map(async (path) => (await alice.ask(path)).status);
    expect(await Promise.all(statuses)).toEqual([200, 401, 200]);
  });

  it("says so where nothing has opened a session, at once", () => {
    const error = expect.objectContaining({ code: "NOT_INSTALLED" }) as Error;
    for (const check of [requireLogin(), requireLogin({ fresh: true })])
      expect(() => check(new Request("http://app.test/"))).toThrow(error);
  });

  it("refuses wrong demands at once", () => {
    expect(() => requireLogin({ level: 4 as 3 })).toThrow("requireLogin level");
  });
});

describe("requireCsrfToken", () => {
  it("takes the token from a form that was read, and from nowhere else (X-03, N-10, X-09)", async () => {
    const { sessions } = testSessions();
    const check = requireCsrfToken();
    const handler = webSession(sessions)(async (request) => {
      if (request.method === "GET") return new Response(await sessions.from(request).newCsrfToken());
      const form = new URLSearchParams(await request.text());
      if (pathOf(request) === "/pairs") await check(request, form);
      if (pathOf(request) === "/object") await check(request, Object.fromEntries(form));
      if (pathOf(request) === "/forgotten") await check(request);
      return new Response("done");
    });
    const visitor = visiting(handler);
    const { body: token } = await visitor.ask("/form");
    const outcome = async (path: string, form: Record<string, string>): Promise<number> =>
      (await visitor.ask(path, { form })).status;
    expect(await outcome("/pairs", { _csrf: token })).toBe(200);
    expect(await outcome("/object", { _csrf: token })).toBe(200);
    expect(await outcome("/pairs", {})).toBe(403);
    expect(await outcome(`/pairs?_csrf=${token}`, {})).toBe(403);
    expect(await outcome("/forgotten", { _csrf: token })).toBe(403);
  });

  it("says so where nothing has opened a session, at once", () => {
    const request = new Request("http://app.test/", { method: "POST" });
    const error = expect.objectContaining({ code: "NOT_INSTALLED" }) as Error;
    expect(() => requireCsrfToken()(request)).toThrow(error);
  });

  it("refuses a wrong option at once", () => {
    expect(() => requireCsrfToken({ field: "" })).toThrow("requireCsrfToken field");
  });
});
