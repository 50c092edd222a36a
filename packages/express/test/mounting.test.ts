import { createServer } from "node:http";
import { countingStore } from "@sess/conformance";
import { expressSession, requireLogin } from "@sess/express";
import { memoryStore } from "@sess/store-memory";
import type { ErrorRequestHandler } from "express";
import { testSessions, visitorAt } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { handler, jsonErrors } from "./support/handlers.js";
import { start } from "./support/server.js";
import { versions } from "./support/versions.js";

describe.each(versions)("mounted on %s", (_, express) => {
  it("twice: one session, one read, one cookie", async () => {
    const store = countingStore(memoryStore());
    const { sessions } = testSessions({ store });
    const app = express();
    const router = express.Router();
    app.use(expressSession(sessions), expressSession(sessions));
    router.use(expressSession(sessions));
    router.get("/visit", (req, res) => {
      const session = sessions.from(req);
      session.visits = (session.visits ?? 0) + 1;
      res.json([session.visits, Reflect.get(req, "session") === session]);
    });
    app.use("/app", router);
    const visitor = visitorAt(await start(app));
    const first = await visitor.ask("/app/visit");
    expect(first.setCookies).toHaveLength(1);
    expect(first.headers.get("vary")).toBe("Cookie");
    expect(store.calls).toEqual({ create: 1, read: 0, patch: 0, delete: 0 });
    expect(await visitor.json("/app/visit")).toEqual([2, true]);
    expect(store.calls).toEqual({ create: 1, read: 1, patch: 1, delete: 0 });
  });

  it("two managers: requireLogin({ sessions }) asks the one that it is given", async () => {
    const shop = testSessions({ cookie: { name: "shop" } });
    const staff = testSessions({ cookie: { name: "staff" } });
    const app = express();
    app.use(expressSession(staff.sessions), expressSession(shop.sessions));
    app.post(
      "/login",
      handler(async (req, res) => {
        await shop.sessions.from(req).login("mallory");
        res.send("signed in to the shop");
      }),
    );
    app.get("/shop", requireLogin(), (_req, res) => void res.send("orders"));
    app.get("/staff", requireLogin({ sessions: staff.sessions }), (_req, res) => void res.send("secrets"));
    app.use(jsonErrors);
    const visitor = visitorAt(await start(app));
    await visitor.ask("/login", { method: "POST" });
    expect((await visitor.ask("/shop")).status).toBe(200);
    expect((await visitor.ask("/staff")).status).toBe(401);
  });

  it("two managers: two cookies in one response, and a logout of one leaves the other", async () => {
    const shop = testSessions({ cookie: { name: "shop" } });
    const staff = testSessions({ cookie: { name: "staff" } });
    const app = express();
    app.use(expressSession(shop.sessions), expressSession(staff.sessions));
    app.post(
      "/login",
      handler(async (req, res) => {
        await staff.sessions.from(req).login("bob");
        shop.sessions.from(req).cart = ["tea"];
        res.json("ok");
      }),
    );
    app.post(
      "/logout",
      handler(async (req, res) => res.json(await staff.sessions.from(req).logout())),
    );
    app.get("/who", (req, res) => {
      const [cart, user] = [shop.sessions.from(req).cart, staff.sessions.from(req).userId];
      res.json({ cart, user: user ?? null, last: Reflect.get(req, "session") === staff.sessions.from(req) });
    });
    app.use(jsonErrors);
    const visitor = visitorAt(await start(app));
    expect((await visitor.ask("/login", { method: "POST" })).setCookies).toHaveLength(2);
    expect([...visitor.cookies.keys()].sort()).toEqual(["shop", "staff"]);
    expect(await visitor.json("/who")).toEqual({ cart: ["tea"], user: "bob", last: true });
    await visitor.ask("/logout", { method: "POST" });
    expect([...visitor.cookies.keys()]).toEqual(["shop"]);
    expect(await visitor.json("/who")).toEqual({ cart: ["tea"], user: null, last: true });
  });

  it.each(["shop", "staff"] as const)(
    "two managers, and the store of %s fails: one answer, a 503",
    async (which) => {
      const made = {
        shop: testSessions({ cookie: { name: "shop" } }),
        staff: testSessions({ cookie: { name: "staff" } }),
      };
      const app = express();
      app.use(expressSession(made.shop.sessions), expressSession(made.staff.sessions));
      app.get("/", (req, res) => {
        made.shop.sessions.from(req).visits = 1;
        made.staff.sessions.from(req).visits = 1;
        res.json("not to be seen");
      });
      app.use(jsonErrors);
      made[which].store.pauseNext("create").fail(new Error("down"));
      const visitor = visitorAt(await start(app));
      const { status, body } = await visitor.ask("/");
      expect(status).toBe(503);
      expect(body).toContain("STORE_UNAVAILABLE");
      expect(visitor.cookies.has(which)).toBe(false);
    },
  );

  it("under a path: only there, and for all paths of the cookie", async () => {
    const { sessions } = testSessions();
    const app = express();
    app.use("/account", expressSession(sessions));
    app.get("/account/visit", (req, res) => {
      sessions.from(req).visits = 1;
      res.json("ok");
    });
    app.get("/outside", (req, res) => res.json("session" in req));
    app.get("/wrong", (req, res) => res.json(sessions.from(req)));
    app.use(jsonErrors);
    const visitor = visitorAt(await start(app));
    expect((await visitor.ask("/account/visit")).setCookies[0]).toContain("; Path=/;");
    const outside = await visitor.ask("/outside");
    expect([outside.body, outside.headers.get("vary"), outside.headers.get("cache-control")]).toEqual([
      "false",
      null,
      null,
    ]);
    const wrong = await visitor.ask("/wrong");
    expect(wrong.status).toBe(500);
    expect(wrong.body).toContain("NOT_INSTALLED");
  });

  it.each(["create", "read"] as const)(
    "in a Router, a failing %s goes to the app's error handler, at the right URL",
    async (call) => {
      const { sessions, store } = testSessions();
      const app = express();
      const router = express.Router();
      router.use(expressSession(sessions));
      router.get("/:name", (req, res) => {
        sessions.from(req).visits = (sessions.from(req).visits ?? 0) + 1;
        res.json(sessions.from(req).visits);
      });
      app.use("/deep/path", router);
      const atItsUrl: ErrorRequestHandler = (error: { status: number }, req, res, _next) => {
        res.status(error.status).json([req.url, req.baseUrl, req.originalUrl]);
      };
      app.use(atItsUrl);
      const visitor = visitorAt(await start(app));
      if (call === "read") await visitor.ask("/deep/path/visit");
      store.pauseNext(call).fail(new Error("down"));
      const { status, body } = await visitor.ask("/deep/path/visit");
      expect([status, JSON.parse(body)]).toEqual([503, ["/deep/path/visit", "", "/deep/path/visit"]]);
    },
  );

  const TRUST = [
    ["false", false, "sid"],
    ["1", 1, "__Host-Http-sid"],
    ["a function that trusts", () => true, "__Host-Http-sid"],
    ["a function that does not", () => false, "sid"],
  ] as const;

  it.each(TRUST)(
    "trust proxy: %s decides whether X-Forwarded-Proto counts (4.1.3, 15.3.4, V-26, T-27)",
    async (_name, trust, cookie) => {
      const { sessions } = testSessions();
      const app = express();
      app.set("trust proxy", trust);
      app.use(expressSession(sessions));
      app.get(
        "/",
        handler(async (req, res) => res.json(await sessions.from(req).login("alice"))),
      );
      app.get("/who", (req, res) => res.json(sessions.from(req).userId ?? null));
      const visitor = visitorAt(await start(app));
      const forwarded = { headers: { "x-forwarded-proto": "https" } };
      const { setCookies } = await visitor.ask("/", forwarded);
      expect(setCookies).toHaveLength(1);
      expect([...visitor.cookies.keys()]).toEqual([cookie]);
      expect(setCookies[0]?.includes("; Secure")).toBe(cookie !== "sid");
      expect(await visitor.json("/who", forwarded)).toBe("alice");
    },
  );

  it.each(TRUST)("trust proxy: %s in production", async (_name, trust, cookie) => {
    const { sessions, events, records } = testSessions({ allowPlainHttp: false });
    const app = express();
    app.set("trust proxy", trust);
    app.use(expressSession(sessions));
    app.get(
      "/",
      handler(async (req, res) => res.json(await sessions.from(req).login("alice"))),
    );
    app.use(jsonErrors);
    const visitor = visitorAt(await start(app));
    const { status, body, setCookies } = await visitor.ask("/", {
      headers: { "x-forwarded-proto": "https" },
    });
    if (cookie === "sid") {
      expect([status, setCookies, records.size]).toEqual([500, [], 0]);
      expect(body).toContain("trust proxy");
      expect(events).toContain("insecure_transport");
    } else {
      expect([status, setCookies.length, records.size]).toEqual([200, 1, 1]);
    }
  });

  it("after a middleware that has set headers: they stay, and ours are added", async () => {
    const { sessions } = testSessions();
    const lines = ["a=1", "b=2"];
    const app = express();
    app.use((_req, res, next) => {
      res.setHeader("Set-Cookie", lines);
      res.vary("Accept");
      res.set("Cache-Control", "public, max-age=60");
      next();
    });
    app.use(expressSession(sessions));
    app.get("/new", (req, res) => {
      sessions.from(req).visits = 1;
      res.cookie("c", "3").json("ok");
    });
    app.get("/read", (req, res) => res.json(sessions.from(req)));
    app.get("/unused", (_req, res) => res.json("ok"));
    const visitor = visitorAt(await start(app));
    const made = await visitor.ask("/new");
    expect(made.setCookies.map((line) => line.split("=")[0])).toEqual(["a", "b", "c", "sid"]);
    expect(made.headers.get("vary")).toBe("Accept, Cookie");
    expect(made.headers.get("cache-control")).toBe("no-store");
    expect((await visitor.ask("/read")).headers.get("cache-control")).toBe("private, max-age=60");
    expect((await visitor.ask("/unused")).headers.get("cache-control")).toBe("public, max-age=60");
    // What the app passed is its own, and the next visitor's response must not have this one's cookie.
    expect(lines).toEqual(["a=1", "b=2"]);
  });

  it("after a middleware that has sent the head: the session can be read and changed, a new one is too late", async () => {
    const { sessions, events, records } = testSessions();
    const app = express();
    app.post(
      "/login",
      expressSession(sessions),
      handler(async (req, res) => {
        res.json(await sessions.from(req).login("alice"));
      }),
    );
    app.use((_req, res, next) => {
      res.write("early,");
      next();
    });
    app.use(expressSession(sessions));
    app.use((req, res) => {
      const session = sessions.from(req);
      session.visits = (session.visits ?? 0) + 1;
      res.end(`${session.userId},${session.visits}`);
    });
    const origin = await start(app);
    const alice = visitorAt(origin);
    await alice.ask("/login", { method: "POST" });
    expect((await alice.ask("/")).body).toBe("early,alice,1");
    expect((await alice.ask("/")).body).toBe("early,alice,2");
    expect(events).not.toContain("begun_too_late");
    const stranger = await visitorAt(origin).ask("/");
    expect([stranger.body, stranger.setCookies]).toEqual(["early,undefined,1", []]);
    expect(events).toContain("begun_too_late");
    expect(records.size).toBe(1);
  });

  it("req.session = null ends the session", async () => {
    const { sessions, records } = testSessions();
    const app = express();
    app.use(expressSession(sessions));
    app.get(
      "/login",
      handler(async (req, res) => res.json(await sessions.from(req).login("alice"))),
    );
    app.get("/logout", (req, res) => {
      Object.assign(req, { session: null });
      res.json(Object.keys(req).includes("session"));
    });
    const alice = visitorAt(await start(app));
    await alice.ask("/login");
    expect(await alice.json("/logout")).toBe(true);
    expect([alice.cookies.size, records.size]).toEqual([0, 0]);
  });
});

describe("without Express", () => {
  it("a plain server can run the middleware", async () => {
    const { sessions } = testSessions();
    const middleware = expressSession(sessions);
    const server = createServer((req, res) => {
      middleware(req, res, () => {
        const session = sessions.from(req);
        session.visits = (session.visits ?? 0) + 1;
        res.end(String(session.visits));
      });
    });
    const visitor = visitorAt(await start(server));
    expect((await visitor.ask("/")).body).toBe("1");
    expect((await visitor.ask("/")).body).toBe("2");
  });
});
