import { createServer, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { attach } from "../src/index.js";
import { deferred, FakeSessions, OUR_COOKIE, type Mode } from "./support/fake-sessions.js";
import { ask, http2Client, type Http2Answer } from "./support/http2-client.js";
import { listen, turns } from "./support/servers.js";

type Handler = (req: Http2ServerRequest, res: Http2ServerResponse) => unknown;

interface Style {
  readonly name: string;
  readonly handler: Handler;
  readonly method?: string;
}

const STYLES: readonly Style[] = [
  { name: "end", handler: (_, res) => res.end("hello") },
  { name: "end without body", handler: (_, res) => res.end() },
  { name: "end(callback)", handler: (_, res) => res.end("hello", () => {}) },
  { name: "write, end", handler: (_, res) => (res.write("a"), res.end("b")) },
  {
    name: "writeHead(object)",
    handler: (_, res) => res.writeHead(201, { "x-a": "1", "set-cookie": "a=1" }).end("made"),
  },
  {
    name: "writeHead(reason, object)",
    handler: (_, res) => res.writeHead(201, "", { "x-a": "1" }).end("made"),
  },
  {
    name: "writeHead(flat array)",
    // The types know only objects; Node takes arrays.
    handler: (_, res) =>
      Reflect.apply(res.writeHead, res, [200, ["set-cookie", "a=1", "set-cookie", "b=2"]]).end("ok"),
  },
  { name: "setHeader", handler: (_, res) => (res.setHeader("Vary", ["Accept", "Origin"]), res.end("ok")) },
  {
    name: "flushHeaders",
    handler: (_, res) => (Reflect.apply(Reflect.get(res, "flushHeaders"), res, []), res.end("ok")),
  },
  { name: "204", handler: (_, res) => res.writeHead(204).end() },
  { name: "304", handler: (_, res) => ((res.statusCode = 304), res.end()) },
  {
    name: "HEAD",
    method: "HEAD",
    handler: (_, res) => (res.setHeader("content-length", "5"), res.end("hello")),
  },
  {
    name: "pipe",
    handler: (_, res) => void Readable.from(["a", "b"]).pipe(res),
  },
  { name: "trailers", handler: (_, res) => (res.write("a"), res.addTrailers({ "x-t": "1" }), res.end()) },
  { name: "end twice", handler: (_, res) => void (res.end("once"), res.end()) },
  { name: "push", handler: push },
];

/** A pushed response is another response: it has no session of its own, and passes by. */
function push(_req: Http2ServerRequest, res: Http2ServerResponse): void {
  res.createPushResponse({ ":path": "/pushed" }, (error, pushed) => {
    if (!error) pushed.end("pushed");
    res.end("pushing");
  });
}

async function start(handler: Handler, mode?: Mode, settled = true) {
  const sessions = new FakeSessions(mode ?? "untouched", (session) => settled && session.settle());
  const server = createServer((req, res) => {
    if (req.url === "/ping") return res.end("pong");
    const onError = (): void => void (res.setHeader("x-error", "yes"), res.end("error page"));
    if (mode !== undefined) attach(sessions, req, res, { secure: false, onError });
    return handler(req, res);
  });
  const client = http2Client(`http://127.0.0.1:${await listen(server)}`);
  client.on("stream", (stream) => stream.resume());
  return { client, sessions };
}

const plain = ({ headers, body }: Http2Answer) => {
  const { date, ...rest } = headers;
  return { dated: typeof date, headers: { ...rest }, body };
};

describe.each(STYLES)("$name over HTTP/2", ({ handler, method = "GET" }) => {
  const request = { ":path": "/", ":method": method };

  test("a session that does nothing changes nothing", async () => {
    const bare = await ask((await start(handler)).client, request);
    const ours = await ask((await start(handler, "untouched")).client, request);
    expect(plain(ours)).toEqual(plain(bare));
  });

  test("a saved session adds its headers, and none leaves before it is saved (V-28, T-29)", async () => {
    const bare = plain(await ask((await start(handler)).client, request));
    for (const mode of ["sync", "async"] as const) {
      const { client, sessions } = await start(handler, mode, false);
      let headCame = false;
      const answer = ask(client, request, () => (headCame = true));
      while (sessions.opened.length === 0) await turns(1);
      await sessions.only.committing.promise;
      if (mode === "async") {
        await ask(client, { ":path": "/ping" });
        expect(headCame).toBe(false);
      }
      sessions.only.settle();
      const { headers, body, dated } = plain(await answer);
      const { "set-cookie": cookies, vary, "cache-control": caching, ...rest } = headers;
      const { "set-cookie": theirs, vary: theirVary, ...expected } = bare.headers;
      expect(cookies).toEqual([...(theirs ?? []), OUR_COOKIE]);
      expect(vary).toBe(theirVary === undefined ? "Cookie" : `${theirVary}, Cookie`);
      expect(caching).toBe("private");
      expect({ headers: rest, body, dated }).toEqual({ ...bare, headers: expected });
    }
  });

  test.each(["failing", "throwing"] as const)("%s: the error page", async (mode) => {
    const { client } = await start(handler, mode);
    const { headers, body } = await ask(client, request);
    expect(headers).toMatchObject({ ":status": 503, "x-error": "yes" });
    expect(headers["set-cookie"] ?? []).not.toContain(OUR_COOKIE);
    expect(body).toBe(method === "HEAD" ? "" : "error page");
  });
});

test("to the app, a held head is a sent head", async () => {
  const seen: unknown[] = [];
  const attempt = (call: () => unknown): void => {
    try {
      call();
    } catch (error) {
      seen.push((error as NodeJS.ErrnoException).code);
    }
  };
  const { client, sessions } = await start(
    (_, res) => {
      res.write("a");
      attempt(() => res.setHeader("x", "1"));
      attempt(() => res.appendHeader("x", "1"));
      attempt(() => res.removeHeader("x"));
      attempt(() => res.writeHead(404));
      seen.push(res.headersSent, res.stream.headersSent);
      res.end("b");
      seen.push(res.writableEnded);
    },
    "async",
    false,
  );
  const answer = ask(client, { ":path": "/" });
  while (sessions.opened.length === 0) await turns(1);
  sessions.only.settle();
  expect((await answer).body).toBe("ab");
  const sent = "ERR_HTTP2_HEADERS_SENT";
  expect(seen).toEqual([sent, sent, sent, sent, true, false, true]);
});

test.each([
  ["a status of 1xx", (res: Http2ServerResponse) => res.writeHead(150), "ERR_HTTP2_STATUS_INVALID"],
  [
    "a pseudo header",
    (res: Http2ServerResponse) => res.writeHead(200, { ":path": "/" }),
    "ERR_HTTP2_PSEUDOHEADER_NOT_ALLOWED",
  ],
])("%s throws at once, before anything is saved", async (_name, call, expected) => {
  let thrown: unknown;
  const { client, sessions } = await start((_, res) => {
    try {
      call(res);
    } catch (error) {
      thrown = error;
    }
    expect(sessions.only.commits).toBe(0);
    res.end("ok");
  }, "async");
  expect((await ask(client, { ":path": "/" })).body).toBe("ok");
  expect(thrown).toMatchObject({ code: expected });
});

test("headers that HTTP/2 refuses when the head is made go to the error handler", async () => {
  const { client } = await start((_, res) => {
    res.setHeader("transfer-encoding", "chunked");
    res.end("a");
  }, "async");
  const { headers, body } = await ask(client, { ":path": "/" });
  expect([headers[":status"], body]).toEqual([500, "error page"]);
});

test("the host is that of the :authority field", async () => {
  const { client, sessions } = await start((_, res) => res.end(), "sync");
  await ask(client, { ":path": "/", ":authority": "example.test", cookie: ["a=1", "b=2"] });
  expect(sessions.only.exchange.header("host")).toBe("example.test");
  expect(sessions.only.exchange.cookieHeader).toBe("a=1; b=2");
  expect(sessions.only.exchange.method).toBe("GET");
});

test("a client that leaves while the head is held does no harm", async () => {
  const closed = deferred();
  const { client, sessions } = await start(
    (_, res) => (res.on("close", closed.resolve), res.write("a")),
    "async",
    false,
  );
  const stream = client.request({ ":path": "/" }).on("error", () => {});
  while (sessions.opened.length === 0) await turns(1);
  stream.close(8);
  await closed.promise;
  sessions.only.settle();
  await sessions.only.finishCalled.promise;
});
