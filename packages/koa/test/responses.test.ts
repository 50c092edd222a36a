import { Readable } from "node:stream";
import { koaSession } from "@sess/koa";
import type Koa from "koa";
import { type AskOptions, type TestSessions, testSessions } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { versions } from "./support/versions.js";
import { visiting } from "./support/visitor.js";

type App = typeof Koa;
type Change = (ctx: Koa.ParameterizedContext) => void;
type Handlers = Record<string, (ctx: Koa.ParameterizedContext) => unknown>;

async function* inParts(): AsyncGenerator<string> {
  for (const word of ["many ", "words ", "in ", "parts"]) {
    await Promise.resolve();
    yield word;
  }
}

/** The ways of answering that both versions know of. */
const handlers: Handlers = {
  "/text": (ctx) => (ctx.body = "text"),
  "/json": (ctx) => (ctx.body = { a: 1 }),
  "/buffer": (ctx) => (ctx.body = Buffer.from("bytes")),
  "/created": (ctx) => {
    ctx.status = 201;
    ctx.set("X-App", "yes");
    ctx.body = "created";
  },
  "/empty": (ctx) => (ctx.body = null),
  "/status": (ctx) => (ctx.status = 202),
  "/redirect": (ctx) => ctx.redirect("/elsewhere"),
  "/attachment": (ctx) => {
    ctx.attachment("report.csv");
    ctx.body = "a,b";
  },
  "/etag": (ctx) => {
    ctx.status = 200;
    ctx.etag = "1";
    if (ctx.fresh) ctx.status = 304;
    else ctx.body = "page";
  },
  "/stream": (ctx) => {
    ctx.type = "text";
    ctx.body = Readable.from(inParts());
  },
  "/stream/failing": (ctx) => {
    const source: Readable = new Readable({ read: () => source.destroy(new Error("no such file")) });
    ctx.body = source;
  },
  "/flushed": (ctx) => {
    ctx.status = 200;
    ctx.flushHeaders();
    ctx.body = "late";
  },
  "/throw": (ctx) => ctx.throw(418, "refused"),
  "/throw/plain": () => Promise.reject(new Error("oops")),
  "/throw/nothing": () => Promise.reject("a text"),
  "/raw": (ctx) => {
    ctx.respond = false;
    ctx.res.writeHead(203, { "X-Raw": "yes" });
    ctx.res.end("raw");
  },
};

const REQUESTS: [path: string, options?: AskOptions][] = [
  ...Object.keys(handlers).map((path): [string] => [path]),
  ["/text", { method: "HEAD" }],
  ["/stream", { method: "HEAD" }],
  ["/etag", { headers: { "if-none-match": '"1"' } }],
  ["/not-found"],
];

/** What all the requests come to, each made by a visitor without a session. */
async function outcomes(
  App: App,
  change?: (made: TestSessions) => Change,
): Promise<{ answers: Record<string, unknown>; cookies: number[]; errors: unknown[] }> {
  const app = new App();
  const errors: unknown[] = [];
  app.on("error", (error: Error) => errors.push(error.message));
  if (change !== undefined) {
    const made = testSessions();
    const changed = change(made);
    app.use(koaSession(made.sessions));
    app.use((ctx, next) => {
      changed(ctx);
      return next();
    });
  }
  app.use(async (ctx) => void (await handlers[ctx.path]?.(ctx)));
  const visitor = await visiting(app);
  const answers: Record<string, unknown> = {};
  const cookies: number[] = [];
  for (const [path, options] of REQUESTS) {
    const key = JSON.stringify([path, options]);
    try {
      const { status, headers, body, setCookies } = await visitor.copy().ask(path, options);
      answers[key] = { status, headers: othersHeaders(headers), body };
      cookies.push(setCookies.length);
    } catch (error) {
      answers[key] = String(error);
    }
  }
  return { answers, cookies, errors };
}

/** All but what a session adds, and the time. */
function othersHeaders(headers: Headers): Record<string, string> {
  const others = Object.fromEntries(headers);
  for (const name of ["date", "vary", "cache-control", "set-cookie"]) delete others[name];
  return others;
}

describe.each(versions)("answers of %s", (_, App) => {
  it.each<[use: string, change: (made: TestSessions) => Change]>([
    ["that nobody uses", () => () => {}],
    [
      "that is read",
      ({ sessions }) =>
        (ctx) =>
          void sessions.from(ctx).cart,
    ],
    [
      "that is changed",
      ({ sessions }) =>
        (ctx) =>
          (sessions.from(ctx).visits = 1),
    ],
  ])("with a session %s are those without one", async (use, change) => {
    const without = await outcomes(App);
    const found = await outcomes(App, change);
    expect(found.answers).toEqual(without.answers);
    expect(found.errors).toEqual(without.errors);
    expect(new Set(found.cookies)).toEqual(new Set([use === "that is changed" ? 1 : 0]));
  });
});

describe("answers of Koa 3 alone", () => {
  const own: Handlers = {
    "a Response": (ctx) => (ctx.body = new Response("body", { status: 202 })),
    "a Blob": (ctx) => (ctx.body = new Blob(["body"])),
    "a web stream": (ctx) => (ctx.body = new Blob(["body"]).stream()),
  };

  it.each(Object.entries(own))("%s keeps the cookie", async (_, answer) => {
    const { sessions } = testSessions();
    const [[, App]] = versions as [[string, typeof Koa]];
    const app = new App().use(koaSession(sessions));
    app.use((ctx) => {
      const { visits = 0 } = ctx.session;
      ctx.session.visits = visits + 1;
      if (ctx.path === "/visits") ctx.body = String(visits);
      else answer(ctx);
    });
    const visitor = await visiting(app);
    const { body, setCookies } = await visitor.ask("/");
    expect([body, setCookies.length]).toEqual(["body", 1]);
    expect((await visitor.ask("/visits")).body).toBe("1");
  });
});
