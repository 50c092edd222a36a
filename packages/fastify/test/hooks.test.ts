import { Readable } from "node:stream";
import { createSessions, type Session } from "@sess/core";
import { fastifySession, requireLogin } from "@sess/fastify";
import { countingStore } from "@sess/conformance";
import { memoryStore } from "@sess/store-memory";
import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { type TestData, type TestSessions, testSessions, type Visitor } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { injected } from "./support/visitor.js";

interface App extends TestSessions {
  readonly app: FastifyInstance;
}

async function sessionApp(): Promise<App> {
  const made = testSessions();
  const app = Fastify();
  await app.register(fastifySession, { sessions: made.sessions });
  return { ...made, app };
}

function visit(session: Session<TestData>): number {
  return (session.visits = (session.visits ?? 0) + 1);
}

/** The property that plug-ins use. */
function property(request: FastifyRequest): unknown {
  return Reflect.get(request, "session");
}

const HOOKS = ["onRequest", "preParsing", "preValidation", "preHandler"] as const;

describe("hooks", () => {
  it("all that come after it see the session, in the order of the request's way", async () => {
    const { app, sessions } = await sessionApp();
    for (const name of HOOKS) {
      app.addHook(name, async (request: FastifyRequest) => {
        const session = sessions.from(request);
        (session.cart ??= []).push(name);
        expect(property(request)).toBe(session);
      });
    }
    app.get("/", async (request) => sessions.from(request).cart);
    const alice = await injected(app);
    expect(await alice.json("/")).toEqual(HOOKS);
    expect(await alice.json("/")).toEqual([...HOOKS, ...HOOKS]);
  });

  it("preParsing has it while the body is still unread, and may replace the body", async () => {
    const { app, sessions } = await sessionApp();
    app.addHook("preParsing", async (request, _reply, payload) => {
      if (sessions.from(request).userId !== undefined) return payload;
      payload.resume();
      return Readable.from([JSON.stringify({ from: "nobody" })]);
    });
    app.post("/login", async (request) => sessions.from(request).login("alice"));
    app.post("/", async (request) => request.body);
    const alice = await injected(app);
    const body = { method: "POST", headers: { "content-type": "application/json" } } as const;
    expect(await alice.json("/", body)).toEqual({ from: "nobody" });
    await alice.ask("/login", { method: "POST" });
    expect((await alice.ask("/", body)).status).toBe(400); // Its own body, which is empty.
  });

  it("an onRequest hook before it has no session yet, and may answer without one", async () => {
    const made = testSessions();
    const app = Fastify();
    app.addHook("onRequest", async (request, reply) => {
      expect(property(request)).toBeUndefined();
      if (request.url === "/early") await reply.send("early");
    });
    await app.register(fastifySession, { sessions: made.sessions });
    app.get("/", async (request) => visit(made.sessions.from(request)));
    const alice = await injected(app);
    expect((await alice.ask("/early")).setCookies).toEqual([]);
    expect((await alice.ask("/")).setCookies).toHaveLength(1);
    expect((await alice.ask("/early")).body).toBe("early");
  });

  it("a later onSend hook can change a session that there is, whether it waits or not", async () => {
    const { app, sessions, events } = await sessionApp();
    app.addHook("onSend", async (request) => {
      await Promise.resolve();
      visit(sessions.from(request));
    });
    app.addHook("onSend", (request, _reply, _payload, next) => {
      visit(sessions.from(request));
      next();
    });
    app.post("/login", async (request) => sessions.from(request).login("alice"));
    app.get("/", async (request) => sessions.from(request).visits ?? 0);
    const alice = await injected(app);
    await alice.ask("/login", { method: "POST" });
    expect([await alice.json("/"), await alice.json("/")]).toEqual([2, 4]);
    expect(events).not.toContain("begun_too_late");
  });

  it("a session that would begin in a later onSend hook is too late, and an event says so", async () => {
    const { app, sessions, events, records } = await sessionApp();
    app.addHook("onSend", async (request) => {
      visit(sessions.from(request));
    });
    app.get("/", async () => "ok");
    const { status, setCookies } = await (await injected(app)).ask("/");
    expect([status, setCookies, records.size]).toEqual([200, [], 0]);
    expect(events).toContain("begun_too_late");
  });

  it("onError and onResponse hooks see the session, and change it", async () => {
    const { app, sessions } = await sessionApp();
    app.addHook("onError", async (request) => {
      visit(sessions.from(request));
    });
    app.get("/throw", () => Promise.reject(new Error("oops")));
    app.get("/", async (request) => sessions.from(request).visits ?? 0);
    const seen: unknown[] = [];
    app.addHook("onResponse", async (request) => {
      seen.push(sessions.from(request).visits);
    });
    const alice = await injected(app);
    expect((await alice.ask("/throw")).setCookies).toHaveLength(1);
    expect(await alice.json("/")).toBe(1);
    expect(seen).toEqual([1, 1]);
  });

  it("requireLogin() as a hook of a route, of a context, and in preHandler", async () => {
    const { app, sessions } = await sessionApp();
    app.post("/login", async (request) => sessions.from(request).login("alice"));
    app.get("/route", { onRequest: requireLogin() }, async () => "yours");
    app.get("/late", { preHandler: [requireLogin()] }, async () => "yours");
    await app.register(async (account) => {
      account.addHook("onRequest", requireLogin());
      account.get("/context", async () => "yours");
    });
    const alice = await injected(app);
    const all = async (): Promise<number[]> =>
      Promise.all(["/route", "/late", "/context"].map(async (path) => (await alice.ask(path)).status));
    expect(await all()).toEqual([401, 401, 401]);
    await alice.ask("/login", { method: "POST" });
    expect(await all()).toEqual([200, 200, 200]);
  });

  it("requireLogin() where no session is: 500, with the reason (V-27, T-28)", async () => {
    const app = Fastify();
    app.get("/", { onRequest: requireLogin() }, async () => "yours");
    const { status, body } = await (await injected(app)).ask("/");
    expect([status, JSON.parse(body)]).toMatchObject([500, { code: "NOT_INSTALLED" }]);
  });
});

describe("decorator", () => {
  it("request.getDecorator and request.setDecorator work, with a type and without a cast", async () => {
    const { app, sessions, records } = await sessionApp();
    app.get("/", async (request) => {
      const session = request.getDecorator<Session<TestData>>("session");
      expect(session).toBe(sessions.from(request));
      return visit(session);
    });
    app.get("/end", async (request) => {
      request.setDecorator("session", null);
      return "ended";
    });
    const alice = await injected(app);
    expect([await alice.json("/"), await alice.json("/")]).toEqual([1, 2]);
    await alice.ask("/end");
    expect([alice.cookies.size, records.size]).toEqual([0, 0]);
  });

  it("a session property of another plugin is not taken over in silence", async () => {
    const { sessions } = testSessions();
    const app = Fastify();
    app.decorateRequest("session", null);
    await expect(app.register(fastifySession, { sessions })).rejects.toMatchObject({
      code: "FST_ERR_DEC_ALREADY_PRESENT",
    });
  });
});

describe("contexts", () => {
  async function visits(visitor: Visitor, ...paths: string[]): Promise<unknown[]> {
    const found: unknown[] = [];
    for (const path of paths) found.push(await visitor.json(path));
    return found;
  }

  it("siblings with two managers: two cookies, each with its own session", async () => {
    const [shop, staff] = [
      testSessions({ cookie: { name: "shop" } }),
      testSessions({ cookie: { name: "staff" } }),
    ];
    const app = Fastify();
    for (const [prefix, { sessions }] of Object.entries({ "/shop": shop, "/staff": staff })) {
      await app.register(
        async (context) => {
          await context.register(fastifySession, { sessions });
          context.get("/", async (request) => {
            expect(property(request)).toBe(sessions.from(request));
            return visit(sessions.from(request));
          });
          context.get("/end", async (request) => {
            Object.assign(request, { session: null });
            return "ended";
          });
        },
        { prefix },
      );
    }
    app.get("/outside", async (request) => {
      expect(property(request)).toBeUndefined();
      return shop.sessions.from(request);
    });
    const alice = await injected(app);
    expect(await visits(alice, "/shop", "/staff", "/shop", "/staff", "/staff")).toEqual([1, 1, 2, 2, 3]);
    expect([...alice.cookies.keys()].sort()).toEqual(["shop", "staff"]);
    expect(await alice.json("/outside")).toMatchObject({ code: "NOT_INSTALLED" });
    await alice.ask("/staff/end");
    expect([...alice.cookies.keys()]).toEqual(["shop"]);
    expect(await visits(alice, "/shop", "/staff")).toEqual([3, 1]);
  });

  it("one inside the other: the property is the inner one's, both are saved", async () => {
    const [outer, inner] = [
      testSessions({ cookie: { name: "outer" } }),
      testSessions({ cookie: { name: "inner" } }),
    ];
    const app = Fastify();
    await app.register(fastifySession, { sessions: outer.sessions });
    await app.register(
      async (context) => {
        await context.register(fastifySession, { sessions: inner.sessions });
        context.get("/", async (request) => {
          expect(property(request)).toBe(inner.sessions.from(request));
          visit(outer.sessions.from(request));
          return visit(inner.sessions.from(request));
        });
        context.get("/private", { onRequest: requireLogin() }, async () => "inner user");
        context.post("/login", async (request) => inner.sessions.from(request).login("bob"));
      },
      { prefix: "/inner" },
    );
    app.get("/", async (request) => {
      expect(property(request)).toBe(outer.sessions.from(request));
      return visit(outer.sessions.from(request));
    });
    app.get("/private", { onRequest: requireLogin() }, async () => "outer user");
    const alice = await injected(app);
    const first = await alice.ask("/inner");
    expect(first.setCookies).toHaveLength(2);
    expect(first.headers.get("vary")).toBe("Cookie");
    expect(await visits(alice, "/inner", "/", "/inner")).toEqual([2, 3, 3]);
    await alice.ask("/inner/login", { method: "POST" });
    expect([(await alice.ask("/inner/private")).status, (await alice.ask("/private")).status]).toEqual([
      200, 401,
    ]);
  });

  it.each(["outer", "inner"] as const)(
    "and the store of the %s one fails: one answer, a 503",
    async (which) => {
      const made = {
        outer: testSessions({ cookie: { name: "outer" } }),
        inner: testSessions({ cookie: { name: "inner" } }),
      };
      const app = Fastify();
      await app.register(fastifySession, { sessions: made.outer.sessions });
      await app.register(async (context) => {
        await context.register(fastifySession, { sessions: made.inner.sessions });
        context.get("/", async (request) => {
          visit(made.outer.sessions.from(request));
          return visit(made.inner.sessions.from(request));
        });
      });
      const visitor = await injected(app);
      made[which].store.pauseNext("create").fail(new Error("down"));
      const { status, body } = await visitor.ask("/");
      expect([status, JSON.parse(body)]).toMatchObject([503, { code: "STORE_UNAVAILABLE" }]);
      expect(visitor.cookies.has(which)).toBe(false);
    },
  );

  it("the same manager twice: one session, one read, one cookie", async () => {
    const store = countingStore(memoryStore());
    const sessions = createSessions<TestData>({ store, onEvent: () => {} });
    const app = Fastify();
    await app.register(fastifySession, { sessions });
    await app.register(fastifySession, { sessions });
    await app.register(async (context) => {
      await context.register(fastifySession, { sessions });
      context.get("/", async (request) => visit(sessions.from(request)));
    });
    const alice = await injected(app);
    expect((await alice.ask("/")).setCookies).toHaveLength(1);
    expect(await alice.json("/")).toBe(2);
    expect(store.calls).toEqual({ create: 1, read: 1, patch: 1, delete: 0 });
    await sessions.close();
  });
});

describe("trustProxy", () => {
  it.each([
    ["false", false, "sid"],
    ["true", true, "__Host-Http-sid"],
    ["a function that does not trust", () => false, "sid"],
  ] as const)(
    "%s decides whether X-Forwarded-Proto counts (4.1.3, 15.3.4, V-26, T-27)",
    async (_, trustProxy, name) => {
      const { sessions } = testSessions();
      const app = Fastify({ trustProxy });
      await app.register(fastifySession, { sessions });
      app.get("/", async (request) => visit(sessions.from(request)));
      const alice = await injected(app);
      const forwarded = { headers: { "x-forwarded-proto": "https" } };
      expect((await alice.ask("/", forwarded)).setCookies[0]?.includes("; Secure")).toBe(name !== "sid");
      expect([...alice.cookies.keys()]).toEqual([name]);
      expect(await alice.json("/", forwarded)).toBe(2);
    },
  );
});
