import { countingStore } from "@sess/conformance";
import { honoSession, requireLogin, type SessionVariables } from "@sess/hono";
import { memoryStore } from "@sess/store-memory";
import { visiting } from "@sess/test-fetch";
import { type TestData, type TestSessions, testSessions } from "@sess/test-visitor";
import { webSession } from "@sess/web";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { setCookie } from "hono/cookie";
import { cors } from "hono/cors";
import { describe, expect, it, vi } from "vitest";

function sessionApp(options: Parameters<typeof testSessions>[0] = {}) {
  const made = testSessions(options);
  const app = new Hono().use(honoSession(made.sessions));
  app.get("/", (c) => c.json((c.get("session").visits = (c.get("session").visits ?? 0) + 1)));
  app.post("/login", async (c) => {
    await c.get("session").login("alice");
    return c.redirect("/");
  });
  return { ...made, app, alice: visiting((request) => app.fetch(request)) };
}

describe('c.get("session")', () => {
  it("is the one of sessions.from(c) and c.var.session, and saved without a call", async () => {
    const { app, alice, sessions } = sessionApp();
    app.get("/same", (c) => {
      expect(c.get("session")).toBe(sessions.from(c));
      expect(c.var.session).toBe(sessions.from(c));
      return c.text("same");
    });
    const first = await alice.ask("/");
    expect([first.body, first.setCookies.length, first.headers.get("vary")]).toEqual(["1", 1, "Cookie"]);
    expect((await alice.ask("/")).body).toBe("2");
    expect((await alice.ask("/same")).body).toBe("same");
  });

  it("is the new one after regenerate()", async () => {
    const { app, alice } = sessionApp();
    app.get("/regenerate", async (c) => {
      await c.get("session").regenerate();
      c.var.session.theme = "dark";
      return c.text(c.get("session").theme ?? "");
    });
    expect((await alice.ask("/regenerate")).body).toBe("dark");
    expect((await alice.ask("/")).body).toBe("1");
  });

  it("that nobody asks for leaves the page as it is, other variables too", async () => {
    const { app, alice } = sessionApp();
    const made = new Hono<{ Variables: SessionVariables<TestData> & { mine: number } }>();
    made.get("/", (c) => {
      c.set("mine", 7);
      return c.json([c.get("mine"), c.var.mine]);
    });
    app.route("/mine", made);
    const { body, headers } = await alice.ask("/mine");
    expect([body, headers.get("vary")]).toEqual(["[7,7]", null]);
  });

  it("is somebody else's where the app sets that: requireLogin() lets nobody in by it", async () => {
    const { app, alice } = sessionApp();
    const errors: unknown[] = [];
    app.onError((error, c) => {
      errors.push(error);
      return c.text("", 500);
    });
    const other = { userId: "mallory" };
    const own = new Hono<{ Variables: { session: typeof other } }>();
    own.use("/other", async (c, next) => {
      c.set("session", other);
      expect([c.get("session"), c.var.session]).toEqual([other, other]);
      await next();
    });
    app.route("/", own);
    app.get("/other", requireLogin(), (c) => c.text("SECRET"));
    expect((await alice.ask("/other")).status).toBe(500);
    expect(errors).toMatchObject([{ code: "NOT_INSTALLED" }]);
  });
});

describe("the middleware", () => {
  it("works in app.request(), as Hono's tests have it", async () => {
    const { app } = sessionApp();
    const headers = { "sec-fetch-site": "same-origin" };
    const login = await app.request("/login", { method: "POST", headers });
    const [cookie = ""] = login.headers.getSetCookie()[0]?.split(";") ?? [];
    expect([login.status, login.headers.get("location")]).toEqual([302, "/"]);
    expect(await (await app.request("/", { headers: { cookie } })).text()).toBe("1");
  });

  it("leaves other cookies, and what middleware before and after it sets", async () => {
    const made = testSessions();
    const app = new Hono()
      .use(cors())
      .use(honoSession(made.sessions))
      .use(cors({ origin: "http://a.test" }));
    app.post("/", async (c) => {
      setCookie(c, "a", "1");
      setCookie(c, "b", "2");
      await c.get("session").login("alice");
      return c.text("done");
    });
    const alice = visiting((request) => app.fetch(request));
    const { headers } = await alice.ask("/", { method: "POST" });
    expect([...alice.cookies.keys()]).toEqual(["a", "b", "sid"]);
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("vary")).toBe("Origin, Cookie");
  });

  it("used twice, and inside webSession: one session, one read, one cookie", async () => {
    const store = countingStore(memoryStore());
    const { sessions } = testSessions({ store });
    const app = new Hono().use(honoSession(sessions)).use(honoSession(sessions));
    app.get("/", (c) => c.json((c.get("session").visits = (c.get("session").visits ?? 0) + 1)));
    const inside = visiting(webSession(sessions)(app.fetch));
    for (const alice of [visiting((request) => app.fetch(request)), inside]) {
      Object.assign(store.calls, { create: 0, read: 0, patch: 0 });
      expect((await alice.ask("/")).setCookies).toHaveLength(1);
      expect((await alice.ask("/")).body).toBe("2");
      expect(store.calls).toMatchObject({ create: 1, read: 1, patch: 1 });
    }
  });

  it("knows its request although another middleware has put a copy in its place", async () => {
    const { app, sessions } = sessionApp();
    const seen = new Set<Request>();
    app.use("/limited", async (c, next) => {
      seen.add(c.req.raw);
      await next();
    });
    app.post("/limited", bodyLimit({ maxSize: 100 }), (c) => {
      expect(seen.has(c.req.raw)).toBe(false);
      return c.text(String(c.get("session") === sessions.from(c)));
    });
    const request = new Request("http://app.test/limited", {
      method: "POST",
      headers: { "sec-fetch-site": "same-origin", "transfer-encoding": "chunked" },
      body: "a",
    });
    expect(await (await app.fetch(request)).text()).toBe("true");
  });

  it("saves and sends the cookie with pages of errors and of nothing", async () => {
    const { app, alice } = sessionApp();
    app.use("/none/*", async (c, next) => {
      await c.get("session").login("bob");
      await next();
    });
    const { status, setCookies } = await alice.ask("/none/at/all");
    expect([status, setCookies.length]).toEqual([404, 1]);
  });

  it("says of a handler without a response what Hono says", async () => {
    const { app, alice, events } = sessionApp();
    const spy = vi.spyOn(console, "error").mockImplementation(() => {});
    try {
      app.get("/forgotten", async (c) => {
        await c.get("session").login("alice");
      });
      expect((await alice.ask("/forgotten")).status).toBe(500);
      expect(String(spy.mock.calls[0]?.[0])).toContain("Context is not finalized");
      expect(events).toEqual(["created", "login", "cookie_unsent"]);
    } finally {
      spy.mockRestore();
    }
  });

  it("hands on what is thrown and no error, and what was changed before is saved", async () => {
    const { app, alice } = sessionApp();
    const text: unknown = "a text";
    app.get("/throw", (c) => {
      c.get("session").visits = 10;
      throw text;
    });
    await alice.ask("/");
    await expect(alice.ask("/throw")).rejects.toBe("a text");
    expect((await alice.ask("/")).body).toBe("11");
  });

  it("stands on some routes only, where it is put there", async () => {
    const { sessions }: TestSessions = testSessions();
    const app = new Hono();
    app.use("/shop/*", honoSession(sessions));
    app.post("/shop/cart", (c) => c.text("shop"));
    app.post("/elsewhere", (c) => c.text("elsewhere"));
    const alice = visiting((request) => app.fetch(request));
    const foreign = { method: "POST", headers: { "sec-fetch-site": "cross-site" } } as const;
    expect((await alice.ask("/shop/cart", foreign)).status).toBe(403);
    expect((await alice.ask("/elsewhere", foreign)).body).toBe("elsewhere");
  });
});

describe("wrong arguments", () => {
  it.each([
    ["no manager", [undefined], "honoSession(sessions): sessions is undefined"],
    ["options in its place", [{ secret: "s3cret" }], "sessions is an object without find(), open()"],
    ["an unknown option", ["a manager", { proxy: true }], 'honoSession has no option "proxy"'],
  ])("%s: refused at once", (_, [sessions, options], message) => {
    const manager = sessions === "a manager" ? testSessions().sessions : sessions;
    const error = expect.objectContaining({
      code: "INVALID_OPTION",
      message: expect.stringContaining(message) as string,
    }) as Error;
    expect(() => honoSession(manager as never, options as never)).toThrow(error);
  });

  it("of requireLogin, too", () => {
    expect(() => requireLogin({ level: 4 as 3 })).toThrow("requireLogin level");
  });
});
