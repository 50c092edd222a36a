import { Readable } from "node:stream";
import Router from "@koa/router";
import { countingStore } from "@sess/conformance";
import type { Session } from "@sess/core";
import { koaSession, requireLogin, type SessionContext } from "@sess/koa";
import { memoryStore } from "@sess/store-memory";
import type Koa from "koa";
import type { DefaultState } from "koa";
import { type TestData, type TestSessions, testSessions, type Visitor } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { versions } from "./support/versions.js";
import { visiting } from "./support/visitor.js";

interface App extends TestSessions {
  readonly app: Koa<DefaultState, SessionContext<TestData>>;
}

function visit(session: Session<TestData>): number {
  return (session.visits = (session.visits ?? 0) + 1);
}

describe.each(versions)("on %s", (_, Koa) => {
  function silentApp(): Koa {
    const app = new Koa();
    app.silent = true;
    return app;
  }

  function sessionApp(): App {
    const made = testSessions();
    return { ...made, app: silentApp().use(koaSession(made.sessions)) };
  }

  async function oneRoute(
    handle: (ctx: Koa.ParameterizedContext<DefaultState, SessionContext<TestData>>) => unknown,
  ): Promise<TestSessions & { visitor: Visitor; errors: unknown[] }> {
    const { app, ...made } = sessionApp();
    const errors: unknown[] = [];
    app.on("error", (error) => errors.push(error));
    app.use(async (ctx) => {
      if (ctx.path === "/visits") ctx.body = String(ctx.session.visits ?? 0);
      else await handle(ctx);
    });
    return { ...made, visitor: await visiting(app), errors };
  }

  describe("ctx.session", () => {
    it("is the one of sessions.from(ctx), and saved without a call", async () => {
      const { app, sessions } = sessionApp();
      app.use((ctx) => {
        expect(ctx.session).toBe(sessions.from(ctx));
        expect("session" in ctx).toBe(true);
        ctx.body = String(visit(ctx.session));
      });
      const alice = await visiting(app);
      const first = await alice.ask("/");
      expect([first.body, first.setCookies.length, first.headers.get("vary")]).toEqual(["1", 1, "Cookie"]);
      expect((await alice.ask("/")).body).toBe("2");
    });

    it.each([null, undefined])(
      "assigning %s ends it, and the middleware goes on with a new one",
      async (nothing) => {
        const { visitor, records } = await oneRoute(async (ctx) => {
          if (ctx.path === "/login") await ctx.session.login("alice");
          if (ctx.path === "/logout") ctx.session = nothing;
          ctx.body = JSON.stringify({ user: ctx.session.userId ?? null, data: { ...ctx.session } });
        });
        await visitor.ask("/login");
        const thief = visitor.copy();
        const { setCookies } = await visitor.ask("/logout");
        expect(setCookies).toEqual([expect.stringMatching(/^sid=; .*Max-Age=0/)]);
        expect([visitor.cookies.size, records.size]).toEqual([0, 0]);
        expect(await thief.json("/")).toEqual({ user: null, data: {} });
      },
    );

    it("null, and then something new: another session, and the old one is dead", async () => {
      const { visitor, records } = await oneRoute((ctx) => {
        if (ctx.path === "/anew") ctx.session = null;
        ctx.session.visits = ctx.path === "/anew" ? 5 : 1;
        ctx.body = "ok";
      });
      await visitor.ask("/");
      const before = visitor.copy();
      await visitor.ask("/anew");
      expect(visitor.cookie).not.toBe(before.cookie);
      expect((await visitor.ask("/visits")).body).toBe("5");
      expect([(await before.ask("/visits")).body, records.size]).toEqual(["0", 1]);
    });

    it("assigning an object replaces the data", async () => {
      const { visitor } = await oneRoute((ctx) => {
        if (ctx.path === "/set") ctx.session = { visits: 7 };
        else ctx.session.theme = "dark";
        ctx.body = JSON.stringify(ctx.session);
      });
      await visitor.ask("/");
      const before = visitor.cookie;
      expect(await visitor.json("/set")).toEqual({ visits: 7 });
      expect([await visitor.json("/visits"), visitor.cookie]).toEqual([7, before]);
    });
  });

  describe("used", () => {
    it("twice: one session, one read, one cookie", async () => {
      const store = countingStore(memoryStore());
      const { sessions } = testSessions({ store });
      const app = silentApp().use(koaSession(sessions)).use(koaSession(sessions));
      app.use((ctx) => void (ctx.body = String(visit(ctx.session))));
      const alice = await visiting(app);
      expect((await alice.ask("/")).setCookies).toHaveLength(1);
      expect((await alice.ask("/")).body).toBe("2");
      expect(store.calls).toEqual({ create: 1, read: 1, patch: 1, delete: 0 });
    });

    it("with two managers: two cookies, and the property is the inner one's", async () => {
      const [shop, staff] = [
        testSessions({ cookie: { name: "shop" } }),
        testSessions({ cookie: { name: "staff" } }),
      ];
      const app = silentApp().use(koaSession(shop.sessions)).use(koaSession(staff.sessions));
      app.use(async (ctx) => {
        expect(ctx.session).toBe(staff.sessions.from(ctx));
        if (ctx.path === "/end") ctx.session = null;
        ctx.body = JSON.stringify([visit(shop.sessions.from(ctx)), ctx.session.visits ?? 0]);
        if (ctx.path === "/") visit(ctx.session);
      });
      const alice = await visiting(app);
      expect((await alice.ask("/")).setCookies).toHaveLength(2);
      expect(await alice.json("/")).toEqual([2, 1]);
      await alice.ask("/end");
      expect([...alice.cookies.keys()]).toEqual(["shop"]);
    });

    it("in a router: there only, with @koa/router's own types", async () => {
      const { sessions } = testSessions();
      const router = new Router<DefaultState, SessionContext<TestData>>({ prefix: "/account" });
      router.use(koaSession(sessions));
      router.get("/visit", (ctx) => void (ctx.body = String(visit(ctx.session))));
      router.get("/login/:id", async (ctx) => {
        await ctx.session.login(ctx.params["id"] ?? "");
        ctx.redirect("/account/private");
      });
      router.get("/private", requireLogin(), (ctx) => void (ctx.body = ctx.session.userId));
      const app = silentApp().use(router.routes()).use(router.allowedMethods());
      app.use((ctx) => void (ctx.body = String("session" in ctx)));
      const alice = await visiting(app);
      await alice.ask("/account/visit");
      expect((await alice.ask("/account/visit")).body).toBe("2");
      expect((await alice.ask("/outside")).body).toBe("false");
      expect((await alice.ask("/account/private")).status).toBe(401);
      const login = await alice.ask("/account/login/alice");
      expect([login.status, login.headers.get("location")]).toEqual([302, "/account/private"]);
      expect((await alice.ask("/account/private")).body).toBe("alice");
    });

    it.each([
      [false, "sid"],
      [true, "__Host-Http-sid"],
    ])(
      "with app.proxy = %s, which decides whether X-Forwarded-Proto counts (4.1.3, 15.3.4, V-26, T-27)",
      async (proxy, name) => {
        const { sessions } = testSessions();
        const plain = silentApp();
        plain.proxy = proxy;
        const app = plain.use(koaSession(sessions));
        app.use((ctx) => void (ctx.body = String(visit(ctx.session))));
        const alice = await visiting(app);
        const forwarded = { headers: { "x-forwarded-proto": "https" } };
        expect((await alice.ask("/", forwarded)).setCookies[0]?.includes("; Secure")).toBe(proxy);
        expect([...alice.cookies.keys()]).toEqual([name]);
        expect((await alice.ask("/", forwarded)).body).toBe("2");
      },
    );

    it("with Koa's own cookies: both arrive", async () => {
      const { visitor } = await oneRoute((ctx) => {
        ctx.cookies.set("mine", "1");
        ctx.set("Vary", "Accept");
        visit(ctx.session);
        ctx.body = ctx.cookies.get("mine") ?? "none";
      });
      const { setCookies, headers } = await visitor.ask("/");
      expect(setCookies.map((line) => line.split("=")[0])).toEqual(["mine", "sid"]);
      expect(headers.get("vary")).toBe("Accept, Cookie");
      expect((await visitor.ask("/")).body).toBe("1");
    });
  });

  describe("errors", () => {
    it("middleware above sees that a session cannot be loaded, and answers", async () => {
      const { sessions, store, events } = testSessions();
      const app = silentApp();
      app.use(async (ctx, next) => {
        try {
          await next();
        } catch (error) {
          const { status, code } = error as { status: number; code: string };
          ctx.status = status;
          ctx.body = { handled: code };
        }
      });
      const typed = app.use(koaSession(sessions));
      typed.use((ctx) => void (ctx.body = String(visit(ctx.session))));
      const alice = await visiting(app);
      await alice.ask("/");
      const before = alice.cookie;
      store.pauseNext("read").fail(new Error("down"));
      const { status, body, setCookies } = await alice.ask("/");
      expect([status, JSON.parse(body), setCookies]).toEqual([503, { handled: "STORE_UNAVAILABLE" }, []]);
      expect([alice.cookie, events.includes("store_failed")]).toEqual([before, true]);
      expect((await alice.ask("/")).body).toBe("2");
    });

    it("what cannot be saved is answered by ctx.onerror, and told to the app, once", async () => {
      const { visitor, store, errors, events } = await oneRoute((ctx) => {
        visit(ctx.session);
        ctx.set("ETag", '"1"');
        ctx.status = 201;
        ctx.body = "not to be seen";
      });
      store.pauseNext("create").fail(new Error("down"));
      const { status, headers, body, setCookies } = await visitor.ask("/");
      expect([status, body, setCookies]).toEqual([503, "Service Unavailable", []]);
      expect([headers.get("etag"), headers.get("content-length")]).toEqual([null, "19"]);
      expect(errors).toMatchObject([{ code: "STORE_UNAVAILABLE", status: 503 }]);
      expect(events).toEqual(["store_failed"]);
      expect((await visitor.ask("/")).status).toBe(201);
      expect(errors).toHaveLength(1);
    });

    const ANSWERS: Record<string, (ctx: Koa.ParameterizedContext) => unknown> = {
      "a redirect": (ctx) => ctx.redirect("/welcome"),
      "a stream": (ctx) => (ctx.body = Readable.from(["not ", "to be ", "seen"])),
      "a 204": (ctx) => (ctx.status = 204),
      "ctx.respond = false": (ctx) => {
        ctx.respond = false;
        ctx.res.writeHead(200).end("not to be seen");
      },
      "a raw write": (ctx) => {
        ctx.respond = false;
        ctx.res.write("not to be seen");
        ctx.res.end();
      },
    };

    it.each(Object.entries(ANSWERS))(
      "%s becomes a 503 when the session cannot be saved",
      async (_name, answer) => {
        const { visitor, store, errors } = await oneRoute((ctx) => {
          visit(ctx.session);
          answer(ctx);
        });
        store.pauseNext("create").fail(new Error("down"));
        const { status, headers, body, setCookies } = await visitor.ask("/");
        expect([status, headers.get("location"), body, setCookies]).toEqual([
          503,
          null,
          "Service Unavailable",
          [],
        ]);
        // Koa 3 tells of a stream as well that it was not sent to its end.
        expect(errors[0]).toMatchObject({ code: "STORE_UNAVAILABLE" });
        // The next one is saved, and sent as it is.
        expect((await visitor.ask("/")).setCookies).toHaveLength(1);
        expect((await visitor.ask("/visits")).body).toBe("1");
      },
    );

    it("a handler that throws keeps its cookie and its change, though Koa strips the headers", async () => {
      const { visitor } = await oneRoute((ctx) => {
        visit(ctx.session);
        ctx.set("X-Page", "gone");
        ctx.throw(418, "refused");
      });
      const { status, headers, body, setCookies } = await visitor.ask("/");
      expect([status, headers.get("x-page"), body, setCookies.length]).toEqual([418, null, "refused", 1]);
      expect(headers.get("cache-control")).toBe("no-store");
      expect((await visitor.ask("/visits")).body).toBe("1");
    });

    it("error middleware above can use the session of a request that failed", async () => {
      const { app } = sessionApp();
      app.use(async (ctx, next) => {
        try {
          await next();
        } catch {
          ctx.status = 500;
          ctx.body = String(visit(ctx.session));
        }
      });
      app.use(() => Promise.reject(new Error("oops")));
      const alice = await visiting(app);
      expect([(await alice.ask("/")).body, (await alice.ask("/")).body]).toEqual(["1", "2"]);
    });

    it("what cannot be stored: 500 by ctx.onerror, and nothing is written", async () => {
      const { visitor, records, errors } = await oneRoute((ctx) => {
        Object.assign(ctx.session, { cart: [1n] });
        ctx.body = "not to be seen";
      });
      expect(await visitor.ask("/")).toMatchObject({
        status: 500,
        body: "Internal Server Error",
        setCookies: [],
      });
      expect([records.size, errors]).toMatchObject([0, [{ code: "NOT_ENCODABLE" }]]);
    });
  });

  it.each(["respond", "raw"])("ctx.respond = false keeps the cookie: %s", async (way) => {
    const { visitor } = await oneRoute((ctx) => {
      visit(ctx.session);
      ctx.respond = false;
      ctx.res.statusCode = 200;
      if (way === "raw") ctx.res.write("by hand");
      ctx.res.end(way === "raw" ? undefined : "by hand");
    });
    const { status, body, setCookies } = await visitor.ask("/");
    expect([status, body, setCookies.length]).toEqual([200, "by hand", 1]);
    expect((await visitor.ask("/visits")).body).toBe("1");
  });

  describe("requireLogin()", () => {
    it("throws into the middleware above, which can make a page of it", async () => {
      const { app } = sessionApp();
      app.use(async (ctx, next) => {
        try {
          await next();
        } catch (error) {
          if ((error as { code?: string }).code !== "LOGIN_REQUIRED") throw error;
          ctx.redirect("/login");
        }
      });
      app.use(async (ctx, next) => (ctx.path === "/login" ? ctx.session.login("alice") : next()));
      app.use(requireLogin());
      app.use((ctx) => void (ctx.body = ctx.session.userId));
      const alice = await visiting(app);
      expect((await alice.ask("/")).headers.get("location")).toBe("/login");
      await alice.ask("/login");
      expect((await alice.ask("/")).body).toBe("alice");
    });

    it("where no session is: 500, and the app's error event tells the reason (V-27, T-28)", async () => {
      const app = silentApp().use(requireLogin());
      const codes: unknown[] = [];
      app.on("error", ({ code }: { code: string }) => codes.push(code));
      expect((await (await visiting(app)).ask("/")).status).toBe(500);
      expect(codes).toEqual(["NOT_INSTALLED"]);
    });
  });
});
