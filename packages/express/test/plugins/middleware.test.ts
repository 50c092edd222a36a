import { fileURLToPath } from "node:url";
import { expressSession } from "@sess/express";
import cookieParser from "cookie-parser";
import { rateLimit } from "express-rate-limit";
import helmet from "helmet";
import methodOverride from "method-override";
import morgan from "morgan";
import serveStatic from "serve-static";
import { type AskOptions, Later, testSessions, visitorAt } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { handler, jsonErrors } from "../support/handlers.js";
import { start } from "../support/server.js";
import { versions } from "../support/versions.js";

const PUBLIC = fileURLToPath(new URL("../support/public", import.meta.url));

describe.each(versions)("morgan on %s", (_, express) => {
  it.each(["before", "after"])(
    "mounted %s the session, logs what was sent, and whose session it was",
    async (place) => {
      const { sessions, store } = testSessions();
      const lines: Later<string>[] = [new Later(), new Later(), new Later()];
      let written = 0;
      const logger = morgan(
        ({ status, res: header, "response-time": took }, req, res) =>
          [
            status?.(req, res),
            Number(took?.(req, res)) > 0,
            header?.(req, res, "content-length"),
            sessions.from(req).userId,
          ].join(),
        { stream: { write: (line) => lines[written++]?.resolve(line.trim()) } },
      );
      const app = express();
      if (place === "before") app.use(logger);
      app.use(expressSession(sessions));
      if (place === "after") app.use(logger);
      app.post(
        "/login",
        handler(async (req, res) => {
          await sessions.from(req).login("alice");
          res.status(201).send("hello");
        }),
      );
      app.post("/visit", (req, res) => {
        sessions.from(req).visits = 1;
        res.send("hello again");
      });
      app.use(jsonErrors);
      const alice = visitorAt(await start(app));
      await alice.ask("/login", { method: "POST" });
      expect(await lines[0]?.promise).toBe("201,true,5,alice");
      await alice.ask("/visit", { method: "POST" });
      expect(await lines[1]?.promise).toBe("200,true,11,alice");
      store.pauseNext("read").fail(new Error("down"));
      const { body } = await alice.ask("/visit", { method: "POST" });
      // Mounted after, it does not hear of a request whose session could not be read.
      if (place === "before") expect(await lines[2]?.promise).toBe(`503,true,${body.length},`);
      else expect(written).toBe(2);
    },
  );

  it("logs the status of a response that was dropped because it could not be saved", async () => {
    const { sessions, store } = testSessions();
    const line = new Later<string>();
    const app = express();
    app.use(morgan(":status", { stream: { write: line.resolve } }), expressSession(sessions));
    app.get("/", (req, res) => {
      sessions.from(req).visits = 1;
      res.send("not to be seen");
    });
    store.pauseNext("create").fail(new Error("down"));
    expect((await visitorAt(await start(app)).ask("/")).status).toBe(503);
    expect(await line.promise).toBe("503\n");
  });
});

describe.each(versions)("static files on %s", (_, express) => {
  const servers = [
    ["express.static", () => express.static(PUBLIC)],
    ["serve-static", () => serveStatic(PUBLIC)],
  ] as const;

  it.each(servers)("%s after the session: as without it, and no cookie", async (_name, files) => {
    const { sessions, records } = testSessions();
    const [bare, app] = [express(), express()];
    bare.use(files());
    app.use(expressSession(sessions));
    app.get(
      "/login",
      handler(async (req, res) => res.json(await sessions.from(req).login("alice"))),
    );
    app.use(files());
    const without = visitorAt(await start(bare));
    const alice = visitorAt(await start(app));
    await alice.ask("/login");

    const etag = (await without.ask("/file.txt")).headers.get("etag") ?? "";
    const requests: AskOptions[] = [
      {},
      { method: "HEAD" },
      { headers: { range: "bytes=2-7" } },
      { headers: { range: "bytes=900-" } },
      { headers: { "if-none-match": etag } },
    ];
    const statuses = [];
    for (const options of requests) {
      const [expected, got] = [
        await without.ask("/file.txt", options),
        await alice.ask("/file.txt", options),
      ];
      expect(got.body).toBe(expected.body);
      expect([got.status, headersOf(got.headers)]).toEqual([expected.status, headersOf(expected.headers)]);
      statuses.push(got.status);
    }
    expect(statuses).toEqual([200, 200, 206, 416, 304]);
    expect((await alice.ask("/missing.txt")).status).toBe(404);
    expect(records.size).toBe(1);
  });

  it("a file for the user alone is private", async () => {
    const { sessions } = testSessions();
    const app = express();
    app.use(expressSession(sessions), (req, _res, next) => {
      sessions.from(req).visits = 1;
      next();
    });
    app.use(express.static(PUBLIC));
    const visitor = visitorAt(await start(app));
    const first = await visitor.ask("/file.txt");
    expect([first.body, first.setCookies.length]).toEqual(["A public file.\n", 1]);
    expect(first.headers.get("cache-control")).toBe("no-store");
    const second = await visitor.ask("/file.txt");
    expect(second.headers.get("cache-control")).toBe("private, max-age=0");
    expect(second.headers.get("vary")).toBe("Cookie");
  });

  it("a file is not sent when the session cannot be saved", async () => {
    const { sessions, store } = testSessions();
    const app = express();
    app.use(expressSession(sessions), (req, _res, next) => {
      sessions.from(req).visits = 1;
      next();
    });
    app.use(express.static(PUBLIC));
    store.pauseNext("create").fail(new Error("down"));
    const { status, body, headers } = await visitorAt(await start(app)).ask("/file.txt");
    expect(status).toBe(503);
    expect(body).not.toContain("A public file.");
    expect([headers.get("etag"), headers.get("last-modified"), headers.get("accept-ranges")]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

function headersOf(headers: Headers): Record<string, string> {
  const { date, ...rest } = Object.fromEntries(headers);
  expect(date).toBeDefined();
  return rest;
}

describe.each(versions)("other middleware on %s", (_, express) => {
  it.each(["before", "after"])(
    "helmet %s the session: its headers come with the cookie, and with a failure",
    async (place) => {
      const { sessions, store } = testSessions();
      const app = express();
      if (place === "before") app.use(helmet());
      app.use(expressSession(sessions));
      if (place === "after") app.use(helmet());
      app.get("/", (req, res) => {
        sessions.from(req).visits = 1;
        res.json("ok");
      });
      const origin = await start(app);
      const good = await visitorAt(origin).ask("/");
      expect([good.status, good.setCookies.length]).toEqual([200, 1]);
      store.pauseNext("create").fail(new Error("down"));
      const failed = await visitorAt(origin).ask("/");
      expect([failed.status, failed.setCookies.length]).toEqual([503, 0]);
      for (const { headers } of [good, failed]) {
        expect(headers.get("x-content-type-options")).toBe("nosniff");
        expect(headers.get("strict-transport-security")).toMatch(/^max-age=/);
        expect(headers.has("x-powered-by")).toBe(false);
      }
    },
  );

  it.each(["before", "after"])("cookie-parser %s the session: each has its own cookies", async (place) => {
    const { sessions } = testSessions();
    const app = express();
    if (place === "before") app.use(cookieParser("only for this test"));
    app.use(expressSession(sessions));
    if (place === "after") app.use(cookieParser("only for this test"));
    app.get("/", (req, res) => {
      const session = sessions.from(req);
      session.visits = (session.visits ?? 0) + 1;
      res.cookie("theme", "dark", { signed: true });
      res.cookie("note", { a: 1 });
      res.json({
        visits: session.visits,
        signed: req.signedCookies,
        plain: Object.keys(req.cookies as object),
      });
    });
    const visitor = visitorAt(await start(app));
    const first = await visitor.ask("/");
    expect(first.setCookies.map((line) => line.split("=")[0])).toEqual(["theme", "note", "sid"]);
    expect(await visitor.json("/")).toEqual({ visits: 2, signed: { theme: "dark" }, plain: ["note", "sid"] });
  });

  it("express-rate-limit by session: one visitor's limit is not another one's", async () => {
    const { sessions } = testSessions();
    const app = express();
    app.use(expressSession(sessions));
    app.post(
      "/login",
      handler(async (req, res) => res.json(await sessions.from(req).login("alice"))),
    );
    app.use(rateLimit({ limit: 2, keyGenerator: (req) => sessions.from(req).id, validate: false }));
    app.get("/", (req, res) => {
      sessions.from(req).visits = 1;
      res.json("ok");
    });
    const origin = await start(app);
    const [alice, bob] = [visitorAt(origin), visitorAt(origin)];
    await alice.ask("/login", { method: "POST" });
    await bob.ask("/login", { method: "POST" });
    const statuses = [];
    for (const visitor of [alice, alice, alice, bob]) statuses.push((await visitor.ask("/")).status);
    expect(statuses).toEqual([200, 200, 429, 200]);
  });

  it.each(["before", "after"])("method-override %s the session", async (place) => {
    const { sessions } = testSessions();
    const app = express();
    if (place === "before") app.use(methodOverride("_method"));
    app.use(expressSession(sessions));
    if (place === "after") app.use(methodOverride("_method"));
    app.post("/cart", (req, res) => {
      sessions.from(req).cart = ["tea"];
      res.json("added");
    });
    app.delete("/cart", (req, res) => {
      delete sessions.from(req).cart;
      res.json("emptied");
    });
    app.get("/cart", (req, res) => res.json(sessions.from(req)));
    const visitor = visitorAt(await start(app));
    await visitor.ask("/cart", { method: "POST" });
    expect(await visitor.json("/cart")).toEqual({ cart: ["tea"] });
    expect(await visitor.json("/cart?_method=DELETE", { method: "POST" })).toBe("emptied");
    expect(await visitor.json("/cart")).toEqual({});
  });
});
