import { gzipSync } from "node:zlib";
import { fastifySession } from "@sess/fastify";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { type TestSessions, testSessions } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { injected, WAYS } from "./support/visitor.js";

interface App extends TestSessions {
  readonly app: FastifyInstance;
  readonly visit: (request: FastifyRequest) => number;
}

async function savingApp(): Promise<App> {
  const made = testSessions();
  const app = Fastify({ forceCloseConnections: true });
  await app.register(fastifySession, { sessions: made.sessions });
  const visit = (request: FastifyRequest): number => {
    const session = made.sessions.from(request);
    return (session.visits = (session.visits ?? 0) + 1);
  };
  app.get("/visit", async (request) => visit(request));
  app.get("/visits", async (request) => made.sessions.from(request).visits ?? 0);
  return { ...made, app, visit };
}

describe.each(WAYS)("a store that fails, by %s", (_, visitor) => {
  it.each(["create", "read", "patch"] as const)(
    "a failing %s goes to the app's error handler, once",
    async (call) => {
      const { app, store, events } = await savingApp();
      const seen: unknown[] = [];
      app.addHook("onError", async (_request, _reply, error) => {
        seen.push(error.code);
      });
      app.setErrorHandler<{ code: string; statusCode: number }>((error, _request, reply) => {
        seen.push([reply.sent, reply.raw.headersSent]);
        return reply.code(error.statusCode).send({ handled: error.code });
      });
      const alice = await visitor(app);
      if (call !== "create") await alice.ask("/visit");
      const before = alice.cookie;
      const happened = events.length;
      store.pauseNext(call).fail(new Error("down"));
      const { status, body, setCookies } = await alice.ask("/visit");
      expect([status, JSON.parse(body), setCookies]).toEqual([503, { handled: "STORE_UNAVAILABLE" }, []]);
      expect(seen).toEqual(["STORE_UNAVAILABLE", [false, false]]);
      expect(alice.cookie).toBe(before);
      expect(events.slice(happened)).toEqual(["store_failed"]);
      expect(await alice.json("/visit")).toBe(call === "create" ? 1 : 2);
    },
  );

  it("without an error handler, Fastify answers by itself", async () => {
    const { app, store } = await savingApp();
    store.pauseNext("create").fail(new Error("down"));
    const { status, headers, body } = await (await visitor(app)).ask("/visit");
    expect([status, headers.get("content-type")]).toEqual([503, "application/json; charset=utf-8"]);
    expect(JSON.parse(body)).toMatchObject({ statusCode: 503, code: "STORE_UNAVAILABLE" });
    expect(body).not.toContain("down");
  });

  const PAGES: Record<string, (reply: FastifyReply) => unknown> = {
    "a redirect": (reply) => reply.redirect("/welcome"),
    "a page of status 201": (reply) => reply.code(201).send("created"),
    "a page for caches": (reply) =>
      reply.header("etag", '"1"').header("cache-control", "public, max-age=60").send("page"),
    "a page that is encoded": (reply) => reply.header("content-encoding", "gzip").send(gzipSync("page")),
    "a Response": (reply) => reply.send(new Response("page", { status: 201, headers: { etag: '"1"' } })),
  };

  it.each(Object.entries(PAGES))("%s becomes a 503, and nothing of it is left", async (_name, answer) => {
    const { app, store, visit } = await savingApp();
    app.get("/", (request, reply) => {
      visit(request);
      void answer(reply.header("x-frame-options", "DENY"));
    });
    store.pauseNext("create").fail(new Error("down"));
    const { status, headers, body, setCookies } = await (await visitor(app)).ask("/");
    expect([status, setCookies, headers.get("x-frame-options")]).toEqual([503, [], "DENY"]);
    expect(JSON.parse(body)).toMatchObject({ code: "STORE_UNAVAILABLE" });
    for (const name of ["location", "etag", "cache-control", "content-encoding"]) {
      expect([name, headers.get(name)]).toEqual([name, null]);
    }
  });

  it("a verb that fails and is not waited for fails the reply", async () => {
    const { app, sessions, store } = await savingApp();
    app.get("/login", async (request, reply) => {
      void sessions.from(request).login("alice");
      return reply.redirect("/welcome");
    });
    store.pauseNext("create").fail(new Error("down"));
    const { status, headers, setCookies } = await (await visitor(app)).ask("/login");
    expect([status, headers.get("location"), setCookies]).toEqual([503, null, []]);
  });
});

describe("errors of the app", () => {
  it("what was changed before an error in a later hook is saved with its reply", async () => {
    const { app, visit } = await savingApp();
    const failing = (request: FastifyRequest): Promise<never> => {
      visit(request);
      return Promise.reject(Object.assign(new Error("refused"), { statusCode: 403 }));
    };
    app.get("/request", { onRequest: failing }, async () => "not to be seen");
    app.get("/validation", { preValidation: failing }, async () => "not to be seen");
    app.get("/handler", { preHandler: failing }, async () => "not to be seen");
    app.get("/serialization", { preSerialization: failing }, async () => ({ not: "to be seen" }));
    app.get("/send", { onSend: failing }, async (request) => `begun: ${visit(request)}`);
    const alice = await injected(app);
    const paths = ["/request", "/validation", "/handler", "/serialization", "/send"];
    for (const path of paths) {
      const { status, body } = await alice.ask(path);
      expect([path, status, body.includes("refused")]).toEqual([path, 403, true]);
    }
    // The last one runs for its own error's reply as well, as Fastify has it.
    expect(await alice.json("/visits")).toBe(7);
  });

  it("an error handler can use the session", async () => {
    const { app, visit } = await savingApp();
    app.get("/throw", () => Promise.reject(new Error("oops")));
    app.setErrorHandler((_error, request, reply) => reply.code(500).send(visit(request)));
    const alice = await injected(app);
    expect([await alice.json("/throw"), await alice.json("/throw")]).toEqual([1, 2]);
  });

  it("a context's own error handler is asked", async () => {
    const { app, store, visit } = await savingApp();
    app.setErrorHandler(() => "the app's");
    await app.register(async (context) => {
      context.setErrorHandler(() => "the context's");
      context.get("/inner", async (request) => visit(request));
    });
    const alice = await injected(app);
    store.pauseNext("create").fail(new Error("down"));
    expect(await alice.ask("/inner")).toMatchObject({ status: 503, body: "the context's" });
    store.pauseNext("create").fail(new Error("down"));
    expect(await alice.ask("/visit")).toMatchObject({ status: 503, body: "the app's" });
  });

  it("an error handler that throws: the next one answers", async () => {
    const { app, store } = await savingApp();
    app.setErrorHandler((error) => {
      throw error;
    });
    store.pauseNext("create").fail(new Error("down"));
    const { status, body } = await (await injected(app)).ask("/visit");
    expect([status, JSON.parse(body)]).toMatchObject([503, { code: "STORE_UNAVAILABLE" }]);
  });

  it("what cannot be stored: 500, with its path, and nothing is written", async () => {
    const { app, sessions, records } = await savingApp();
    app.get("/", async (request, reply) => {
      Object.assign(sessions.from(request), { cart: [1n] });
      return reply.code(201).send("not to be seen");
    });
    const { status, body } = await (await injected(app)).ask("/");
    expect([status, records.size]).toEqual([500, 0]);
    expect(body).toContain("session.cart[0]");
  });

  it("a not-found handler has the session", async () => {
    const { app, visit } = await savingApp();
    app.setNotFoundHandler((request, reply) => reply.code(404).send(visit(request)));
    const alice = await injected(app);
    expect(await alice.ask("/nowhere")).toMatchObject({ status: 404, body: "1" });
    expect(await alice.ask("/nowhere")).toMatchObject({ status: 404, body: "2" });
  });

  it("a payload that Fastify refuses when the session was saved: its error, and the cookie", async () => {
    const { app, visit } = await savingApp();
    app.get("/", (request, reply) => {
      visit(request);
      void reply.type("text/plain").send({ no: "text" });
    });
    const alice = await injected(app);
    const { status, body, headers } = await alice.ask("/");
    expect([status, headers.get("cache-control")]).toEqual([500, "no-store"]);
    expect(JSON.parse(body)).toMatchObject({ code: "FST_ERR_REP_INVALID_PAYLOAD_TYPE" });
    expect(await alice.json("/visits")).toBe(1);
  });
});
