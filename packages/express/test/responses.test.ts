import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Session } from "@sess/core";
import { expressSession } from "@sess/express";
import type { ErrorRequestHandler, Express as App, Request } from "express";
import {
  type AskOptions,
  Later,
  type TestData,
  type TestSessions,
  testSessions,
  type Visitor,
  visitorAt,
} from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { handler } from "./support/handlers.js";
import { start } from "./support/server.js";
import { versions, type Express } from "./support/versions.js";

const SUPPORT = fileURLToPath(new URL("./support", import.meta.url));
const FILE = `${SUPPORT}/public/file.txt`;

interface Thrown {
  readonly name: string;
  readonly code: unknown;
  readonly message: string;
}

/** What a request came to, beside its response. */
interface Log {
  thrown: Thrown[];
  done: Later<string>;
}

/** Routes that answer in each of Express' ways; every one of them fits an app without sessions. */
function answerRoutes(app: App, log: Log): void {
  const failing = (): never => {
    throw Object.assign(new Error("no such thing"), { status: 418, code: "TEAPOT" });
  };
  const tried = (work: () => unknown): void => {
    try {
      work();
    } catch (error) {
      const { name, code, message } = error as Thrown;
      log.thrown.push({ name, code, message });
    }
  };
  app.engine("tiny", (path, options, done) => {
    readFile(path, "utf8").then(
      (text) => done(null, text.replace("<name>", String(Reflect.get(options, "name")))),
      done,
    );
  });
  app.set("views", `${SUPPORT}/views`);

  app.get("/send", (_req, res) => res.send("text"));
  app.get("/send-status", (_req, res) => res.sendStatus(202));
  app.get("/json", (_req, res) => res.json({ a: 1 }));
  app.get("/jsonp", (_req, res) => res.jsonp({ a: 1 }));
  app.get("/redirect", (_req, res) => res.redirect(303, "/elsewhere"));
  app.get("/empty", (_req, res) => res.status(204).end());
  app.get("/headers", (_req, res) => {
    res
      .links({ next: "/2" })
      .attachment("report.csv")
      .location("/x")
      .append("Warning", "199 - odd")
      .send("a,b");
  });
  app.get("/send-file", (_req, res) => res.sendFile(FILE));
  app.get("/send-file/missing", (_req, res) => res.sendFile(`${FILE}.missing`));
  app.get("/send-file/callback", (_req, res) => res.sendFile(FILE, () => log.done.resolve("file sent")));
  app.get("/download", (_req, res) => res.download(FILE, "renamed.txt"));
  app.get("/render", (_req, res) => res.render("hello.tiny", { name: "Alice" }));
  app.get("/render/missing", (_req, res) => res.render("missing.tiny"));
  app.get("/format", (_req, res) => {
    res.format({
      text: () => res.send("plain"),
      html: () => res.send("<p>page"),
      json: () => res.json("data"),
    });
  });
  app.get("/twice", (_req, res) => {
    res.json({ first: true });
    tried(() => res.json({ second: true }));
    tried(() => res.set("X-Late", "1"));
    tried(() => res.redirect("/elsewhere"));
    tried(() => res.status(500));
  });
  app.get(
    "/end/callback",
    (_req, res) => void res.end("text", () => log.done.resolve(`end, ${res.writableFinished}`)),
  );
  app.get(
    "/end/callback/only",
    (_req, res) => void res.end(() => log.done.resolve(`end, ${res.writableFinished}`)),
  );
  app.get("/write/callback", (_req, res) => {
    res.write("one,", () => log.done.resolve("written"));
    res.end("two");
  });
  app.get("/throw", failing);
  app.get(
    "/throw/async",
    handler(async () => Promise.reject(new Error("later")).finally(failing)),
  );
  app.get("/throw/next", (_req, _res, next) => next(Object.assign(new Error("refused"), { status: 403 })));
  app.get("/throw/json", failing);
  app.get("/throw/after-send", (_req, res) => {
    res.send("all is well");
    failing();
  });
  const customErrors: ErrorRequestHandler = (error: { status: number; code: string }, req, res, next) => {
    log.thrown.push({ name: "seen", code: error.code, message: String(res.headersSent) });
    if (res.headersSent || req.path !== "/throw/json") return next(error);
    res.status(error.status).json({ code: error.code });
  };
  app.use(customErrors);
}

type Use = (session: Session<TestData>) => void;

const SESSION_USE: Record<string, Use> = {
  "that nobody uses": () => {},
  "that is read": (session) => void session.cart,
  "that is changed": (session) => (session.visits = 1),
};

async function answerApp(express: Express, use?: Use): Promise<{ log: Log; visitor: Visitor }> {
  const log: Log = { thrown: [], done: new Later() };
  const app = express();
  if (use !== undefined) {
    const { sessions } = testSessions();
    app.use(expressSession(sessions), (req, _res, next) => {
      use(sessions.from(req));
      next();
    });
  }
  answerRoutes(app, log);
  return { log, visitor: visitorAt(await start(app)) };
}

const REQUESTS: [path: string, options?: AskOptions][] = [
  ["/send"],
  ["/send", { method: "HEAD" }],
  ["/send", { headers: { "if-none-match": 'W/"4-Ny6gjKsz5xwCxlHbyDpHTTLGduo"' } }],
  ["/send-status"],
  ["/json"],
  ["/jsonp?callback=go"],
  ["/redirect"],
  ["/empty"],
  ["/headers"],
  ["/send-file"],
  ["/send-file", { method: "HEAD" }],
  ["/send-file", { headers: { range: "bytes=2-7" } }],
  ["/send-file/missing"],
  ["/send-file/callback"],
  ["/download"],
  ["/render"],
  ["/render/missing"],
  ["/format", { headers: { accept: "application/json" } }],
  ["/format", { headers: { accept: "text/html" } }],
  ["/format", { headers: { accept: "image/png" } }],
  ["/twice"],
  ["/end/callback"],
  ["/end/callback/only"],
  ["/write/callback"],
  ["/throw"],
  ["/throw/async"],
  ["/throw/next"],
  ["/throw/json"],
  ["/throw/after-send"],
  ["/not-found"],
];
const WITH_CALLBACK = ["/send-file/callback", "/end/callback", "/end/callback/only", "/write/callback"];

/** Stacks name files and lines, which are those of two different apps. */
function withoutStack(body: string): string {
  return body.replace(/(?:<br>| &nbsp; &nbsp;at |\n +at )[^]*?(?=<\/pre>|$)/, "");
}

/** All but what a session adds, and the time. */
function othersHeaders(headers: Headers): Record<string, string> {
  const { date, vary, ...rest } = Object.fromEntries(headers);
  expect(date).toBeDefined();
  const others = (vary ?? "").split(", ").filter((name) => name !== "Cookie" && name !== "");
  delete rest["cache-control"];
  delete rest["set-cookie"];
  delete rest["content-length"]; // A stack has a length.
  return others.length > 0 ? { ...rest, vary: others.join(", ") } : rest;
}

/** What all the requests come to, each made by a visitor without a session. */
async function outcomes(express: Express, use?: Use): Promise<Record<string, unknown>> {
  const { log, visitor } = await answerApp(express, use);
  const found: Record<string, unknown> = {};
  for (const [path, options] of REQUESTS) {
    Object.assign(log, { thrown: [], done: new Later() });
    const { status, headers, body } = await visitor.copy().ask(path, options);
    const done = WITH_CALLBACK.includes(path) ? await log.done.promise : undefined;
    const answer = { status, headers: othersHeaders(headers), body: withoutStack(body) };
    found[JSON.stringify([path, options])] = { ...answer, done, thrown: log.thrown };
  }
  return found;
}

describe.each(versions)("answers of %s", (_, express) => {
  it.each(Object.entries(SESSION_USE))("with a session %s are those without one", async (_use, use) => {
    const without = await outcomes(express);
    expect(Object.keys(without)).toHaveLength(REQUESTS.length);
    expect(Object.values(without)).toContainEqual(expect.objectContaining({ status: 304, body: "" }));
    expect(await outcomes(express, use)).toEqual(without);
  });
});

async function savingApp(express: Express): Promise<TestSessions & { visitor: Visitor; app: App }> {
  const made = testSessions();
  const app = express();
  app.use(expressSession(made.sessions));
  return { ...made, app, visitor: visitorAt(await start((req, res) => void app(req, res))) };
}

function visit(sessions: TestSessions["sessions"], req: Request): number {
  const session = sessions.from(req);
  return (session.visits = (session.visits ?? 0) + 1);
}

describe.each(versions)("errors of %s and the session", (_, express) => {
  it("what a handler changed before it threw is saved with the error's response", async () => {
    const { sessions, app, visitor } = await savingApp(express);
    app.get("/throw", (req) => {
      visit(sessions, req);
      throw new Error("oops");
    });
    app.get("/", (req, res) => res.json(sessions.from(req)));
    const { status, setCookies } = await visitor.ask("/throw");
    expect([status, setCookies.length]).toEqual([500, 1]);
    expect(await visitor.json("/")).toEqual({ visits: 1 });
  });

  it("an error handler can use the session", async () => {
    const { sessions, app, visitor } = await savingApp(express);
    app.get("/throw", (_req, _res, next) => next(new Error("oops")));
    app.use(((_error, req, res, _next) => {
      res.status(500).json(visit(sessions, req));
    }) as ErrorRequestHandler);
    expect([await visitor.json("/throw"), await visitor.json("/throw")]).toEqual([1, 2]);
  });

  it("an error after the response has begun ends the connection, and the server goes on", async () => {
    const { sessions, app, visitor } = await savingApp(express);
    const seen: boolean[] = [];
    app.get("/throw", (req, res) => {
      visit(sessions, req);
      res.write("begun");
      throw new Error("oops");
    });
    app.get("/", (req, res) => res.json(visit(sessions, req)));
    app.use(((error, _req, res, next) => {
      seen.push(res.headersSent);
      next(error);
    }) as ErrorRequestHandler);
    await expect(visitor.copy().ask("/throw")).rejects.toThrow();
    expect(seen).toEqual([true]);
    expect(await visitor.json("/")).toBe(1);
  });

  it("an error after send() does not disturb what was sent, and is seen", async () => {
    const { sessions, app, visitor } = await savingApp(express);
    const seen = new Later<boolean>();
    app.get("/throw", (req, res) => {
      visit(sessions, req);
      res.send("all is well");
      throw new Error("oops");
    });
    app.use(((_error, _req, res, _next) => seen.resolve(res.headersSent)) as ErrorRequestHandler);
    const { status, body, setCookies } = await visitor.ask("/throw");
    expect([status, body, setCookies.length]).toEqual([200, "all is well", 1]);
    expect(await seen.promise).toBe(true);
  });

  it("a session that cannot be saved: the error handler has a fresh response, once", async () => {
    const { sessions, store, app, visitor } = await savingApp(express);
    const seen: unknown[] = [];
    app.get("/", (req, res) => {
      visit(sessions, req);
      res.status(201).set({ ETag: "x", "X-Kept": "yes", "Content-Language": "en" }).send("not to be seen");
    });
    app.use(((error: { code: string; status: number }, _req, res, _next) => {
      seen.push([error.code, res.headersSent, res.statusCode]);
      res.status(error.status).json("come back later");
    }) as ErrorRequestHandler);
    store.pauseNext("create").fail(new Error("down"));
    const { status, headers, body, setCookies } = await visitor.ask("/");
    expect([status, body, setCookies]).toEqual([503, '"come back later"', []]);
    expect([headers.get("x-kept"), headers.get("content-language")]).toEqual(["yes", null]);
    expect(headers.get("etag")).not.toBe("x");
    expect(seen).toEqual([["STORE_UNAVAILABLE", false, 503]]);
  });

  it("a verb that fails and is not waited for fails the response", async () => {
    const { sessions, store, app, visitor } = await savingApp(express);
    app.get("/login", (req, res) => {
      void sessions.from(req).login("alice");
      res.redirect("/welcome");
    });
    store.pauseNext("create").fail(new Error("down"));
    const { status, headers, setCookies } = await visitor.ask("/login");
    expect([status, headers.get("location"), setCookies]).toEqual([503, null, []]);
  });
});
