import { once } from "node:events";
import { Readable } from "node:stream";
import { ReadableStream } from "node:stream/web";
import { fastifySession } from "@sess/fastify";
import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { type AskOptions, type TestSessions, testSessions, type Visitor } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { injected, listening, WAYS } from "./support/visitor.js";

type Change = (request: FastifyRequest) => void;

const WORDS = ["many ", "words ", "in ", "parts"];

async function* inParts(): AsyncGenerator<string> {
  for (const word of WORDS) {
    await Promise.resolve();
    yield word;
  }
}

function webStream(): ReadableStream {
  return new ReadableStream({
    start(controller) {
      for (const word of WORDS) controller.enqueue(Buffer.from(word));
      controller.close();
    },
  });
}

/** All the ways that Fastify knows of answering. */
function answerRoutes(app: FastifyInstance, change: Change): void {
  app.addHook("preHandler", async (request) => change(request));
  app.get("/text", async () => "text");
  app.get("/json", async () => ({ a: 1 }));
  app.get("/send", (_request, reply) => {
    void reply.code(201).header("x-app", "yes").send("sent");
  });
  app.get("/buffer", async () => Buffer.from("bytes"));
  app.get("/redirect", async (_request, reply) => reply.redirect("/elsewhere", 303));
  app.get("/empty", async (_request, reply) => reply.code(204).send());
  app.get("/nothing", async (_request, reply) => reply.send(null));
  app.get("/etag", async (request, reply) => {
    void reply.header("etag", '"1"');
    return request.headers["if-none-match"] === '"1"' ? reply.code(304).send() : "page";
  });
  app.get("/stream", async (_request, reply) => reply.type("text/plain").send(Readable.from(inParts())));
  app.get("/stream/iterable", async () => Readable.from(WORDS));
  app.get("/stream/web", async (_request, reply) => reply.send(webStream()));
  app.get("/response", async () => new Response("body", { status: 202, headers: { "x-app": "yes" } }));
  app.get("/response/stream", async () => new Response(webStream()));
  app.get("/response/empty", async () => new Response(null, { status: 204 }));
  app.get("/response/consumed", async () => {
    const response = new Response("body");
    await response.text();
    return response;
  });
  app.get("/trailer", async (_request, reply) => {
    reply.trailer("x-sum", async () => "4");
    return "body";
  });
  app.get(
    "/schema",
    { schema: { response: { 200: { type: "object", properties: { a: { type: "number" } } } } } },
    async () => ({
      a: 1,
      hidden: true,
    }),
  );
  app.get("/throw", () => Promise.reject(Object.assign(new Error("refused"), { statusCode: 418 })));
  app.get("/throw/sync", () => {
    throw new Error("oops");
  });
  app.get("/invalid", (_request, reply) => void reply.type("text/plain").send({ no: "text" }));
  app.get("/stream/failing", async (_request, reply) => {
    const source = new Readable({ read: () => source.destroy(new Error("no such file")) });
    return reply.send(source);
  });
  app.get("/twice", async (_request, reply) => {
    await reply.send("first");
    await reply.send("second");
    return reply;
  });
  app.get("/hijack", (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(203, { "x-raw": "yes" }).end("hijacked");
  });
  app.get("/raw", (_request, reply) => void reply.raw.writeHead(203, { "x-raw": "yes" }).end("raw"));
}

const REQUESTS: [path: string, options?: AskOptions][] = [
  ["/text"],
  ["/text", { method: "HEAD" }],
  ["/json"],
  ["/send"],
  ["/buffer"],
  ["/redirect"],
  ["/empty"],
  ["/nothing"],
  ["/etag"],
  ["/etag", { headers: { "if-none-match": '"1"' } }],
  ["/stream"],
  ["/stream", { method: "HEAD" }],
  ["/stream/iterable"],
  ["/stream/web"],
  ["/response"],
  ["/response/stream"],
  ["/response/empty"],
  ["/response/consumed"],
  ["/trailer"],
  ["/schema"],
  ["/throw"],
  ["/throw/sync"],
  ["/invalid"],
  ["/stream/failing"],
  ["/twice"],
  ["/hijack"],
  ["/raw"],
  ["/not-found"],
];

/** What all the requests come to, each made by a visitor without a session. */
async function outcomes(
  visit: typeof injected,
  change?: (made: TestSessions) => Change,
): Promise<Record<string, unknown>> {
  const app = Fastify({ forceCloseConnections: true });
  if (change === undefined) answerRoutes(app, () => {});
  else {
    const made = testSessions();
    await app.register(fastifySession, { sessions: made.sessions });
    answerRoutes(app, change(made));
  }
  const visitor = await visit(app);
  const found: Record<string, unknown> = {};
  for (const [path, options] of REQUESTS) {
    const { status, headers, body } = await visitor.copy().ask(path, options);
    found[JSON.stringify([path, options])] = { status, headers: othersHeaders(headers), body };
  }
  return found;
}

/** All but what a session adds, and the time. */
function othersHeaders(headers: Headers): Record<string, string> {
  const others = Object.fromEntries(headers);
  for (const name of ["date", "vary", "cache-control", "set-cookie"]) delete others[name];
  return others;
}

describe.each(WAYS)("answers by %s", (_, visit) => {
  it.each<[use: string, change: (made: TestSessions) => Change]>([
    ["that nobody uses", () => () => {}],
    [
      "that is read",
      ({ sessions }) =>
        (request) =>
          void sessions.from(request).cart,
    ],
    [
      "that is changed",
      ({ sessions }) =>
        (request) =>
          (sessions.from(request).visits = 1),
    ],
  ])("with a session %s are those without one", async (_use, change) => {
    const without = await outcomes(visit);
    expect(Object.keys(without)).toHaveLength(REQUESTS.length);
    expect(await outcomes(visit, change)).toEqual(without);
  });

  it("each of them keeps the cookie, and is kept by no cache", async () => {
    const { sessions } = testSessions();
    const app = Fastify({ forceCloseConnections: true });
    await app.register(fastifySession, { sessions });
    answerRoutes(app, (request) => {
      const session = sessions.from(request);
      session.visits = (session.visits ?? 0) + 1;
    });
    app.get("/visits", async (request) => sessions.from(request).visits ?? 0);
    const visitor = await visit(app);
    for (const [path, options] of REQUESTS) {
      if (path === "/not-found") continue; // No preHandler of a route.
      const one = visitor.copy();
      const { headers, setCookies } = await one.ask(path, options);
      expect([path, setCookies.length, headers.get("vary"), headers.get("cache-control")]).toEqual([
        path,
        1,
        "Cookie",
        "no-store",
      ]);
      expect([path, await one.json("/visits")]).toEqual([path, 2]);
    }
  });
});

async function savingApp(): Promise<TestSessions & { app: FastifyInstance }> {
  const made = testSessions();
  const app = Fastify({ forceCloseConnections: true });
  await app.register(fastifySession, { sessions: made.sessions });
  app.get("/visits", async (request) => made.sessions.from(request).visits ?? null);
  return { ...made, app };
}

describe("headers", () => {
  it("what others set stays, wherever they set it, and ours are added", async () => {
    const { app, sessions } = await savingApp();
    const lines = ["a=1", "b=2"];
    app.get("/reply", async (request, reply) => {
      sessions.from(request).visits = 1;
      void reply.header("set-cookie", lines).header("vary", "Accept").header("cache-control", "public");
      return "ok";
    });
    app.get("/raw", async (request, reply) => {
      sessions.from(request).visits = 1;
      reply.raw.setHeader("Set-Cookie", lines);
      reply.raw.setHeader("Vary", "Accept");
      return "ok";
    });
    app.get("/read", async (request, reply) => {
      void reply.header("cache-control", "public, max-age=60");
      return sessions.from(request).visits ?? 0;
    });
    const visitor = await injected(app);
    for (const path of ["/reply", "/raw"]) {
      const { headers, setCookies } = await visitor.copy().ask(path);
      expect(setCookies.map((line) => line.split("=")[0])).toEqual(["a", "b", "sid"]);
      expect([headers.get("vary"), headers.get("cache-control")]).toEqual(["Accept, Cookie", "no-store"]);
    }
    // What the app passed is its own, and the next visitor's response must not have this one's cookie.
    expect(lines).toEqual(["a=1", "b=2"]);
    expect((await visitor.ask("/read")).headers.get("cache-control")).toBe("private, max-age=60");
  });

  it("HEAD of a Response, which Fastify alone takes for consumed", async () => {
    const { app } = await savingApp();
    answerRoutes(app, () => {});
    const { status, headers } = await (await injected(app)).ask("/response", { method: "HEAD" });
    expect([status, headers.get("x-app")]).toEqual([202, "yes"]);
  });

  it("a Response's own headers do not undo ours", async () => {
    const { app, sessions } = await savingApp();
    const headers = [
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
      ["vary", "Accept"],
      ["cache-control", "public, max-age=60"],
      ["etag", '"1"'],
    ] as [string, string][];
    app.get("/", async (request) => {
      sessions.from(request).visits = 1;
      return new Response("body", { headers });
    });
    const answer = await (await injected(app)).ask("/");
    expect(answer.setCookies.map((line) => line.split("=")[0])).toEqual(["a", "b", "sid"]);
    expect(answer.headers.get("vary")).toBe("Accept, Cookie");
    expect([answer.headers.get("cache-control"), answer.headers.get("etag"), answer.body]).toEqual([
      "no-store",
      '"1"',
      "body",
    ]);
  });
});

describe("replies that go past Fastify", () => {
  it("hijacked server-sent events: the head is there at once, later changes are saved with the end", async () => {
    const { app, sessions } = await savingApp();
    app.get("/events", async (request, reply) => {
      const session = sessions.from(request);
      session.visits = 1;
      reply.hijack();
      reply.raw.writeHead(200, { "content-type": "text/event-stream" });
      reply.raw.write("data: 1\n\n");
      session.visits = 2;
      reply.raw.end("data: 2\n\n");
    });
    const visitor = await listening(app);
    const { headers, body, setCookies } = await visitor.ask("/events");
    expect([headers.get("content-type"), body]).toEqual(["text/event-stream", "data: 1\n\ndata: 2\n\n"]);
    expect(setCookies).toHaveLength(1);
    expect(await visitor.json("/visits")).toBe(2);
  });

  it("piped into the raw response without hijack()", async () => {
    const { app, sessions } = await savingApp();
    app.get("/pipe", async (request, reply) => {
      sessions.from(request).visits = 3;
      Readable.from(inParts()).pipe(reply.raw);
      await once(reply.raw, "finish");
    });
    const visitor = await listening(app);
    const { body, setCookies } = await visitor.ask("/pipe");
    expect([body, setCookies.length]).toEqual([WORDS.join(""), 1]);
    expect(await visitor.json("/visits")).toBe(3);
  });

  const CODES = {
    "/hijack": "",
    "/raw": JSON.stringify({ handled: "STORE_UNAVAILABLE" }),
  };

  it.each(Object.entries(CODES))("a store that fails for %s: 503, once", async (path, body) => {
    const { app, sessions, store } = await savingApp();
    app.setErrorHandler<{ code: string }>((error, _request, reply) => reply.send({ handled: error.code }));
    answerRoutes(app, (request) => (sessions.from(request).visits = 1));
    const visitor = await listening(app);
    store.pauseNext("create").fail(new Error("down"));
    const answer = await visitor.ask(path);
    expect([answer.status, answer.body, answer.setCookies]).toEqual([503, body, []]);
    expect((await visitor.ask(path)).status).toBe(203);
    expect(await visitor.json("/visits")).toBe(1);
  });
});

describe("a visitor of a stream", () => {
  it("finds changed in the stream phase saved when the stream has ended", async () => {
    const { app, sessions } = await savingApp();
    app.get("/stream", async (request, reply) => {
      const session = sessions.from(request);
      await session.save();
      const changing = async function* (): AsyncGenerator<string> {
        for await (const word of inParts()) {
          session.visits = (session.visits ?? 0) + 1;
          yield word;
        }
      };
      return reply.send(Readable.from(changing()));
    });
    const visitor: Visitor = await listening(app);
    expect((await visitor.ask("/stream")).body).toBe(WORDS.join(""));
    expect(await visitor.json("/visits")).toBe(WORDS.length);
  });
});
