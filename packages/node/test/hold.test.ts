import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { attach } from "../src/index.js";
import { expectAsItIs } from "./support/as-it-is.js";
import { deferred, FakeSessions, OUR_COOKIE } from "./support/fake-sessions.js";
import { final, parse, values } from "./support/message.js";
import { exchange, ping, RawClient } from "./support/raw-client.js";
import { serve, serveWith, turns, type Handler } from "./support/servers.js";

/** Runs a handler whose commit is at work, and hands over response and client before it settles. */
async function held(handler: Handler, headers = ["Connection: close"]) {
  const sessions = new FakeSessions("async");
  const begun = deferred();
  let response: ServerResponse | undefined;
  const port = await serveWith(sessions, async (req, res) => {
    response = res;
    await handler(req, res);
    begun.resolve();
  });
  const client = new RawClient(port).get("/", headers);
  await begun.promise;
  if (response === undefined) throw new Error("no request came");
  return { client, port, res: response, session: sessions.only, settle: () => sessions.only.settle() };
}

const code = (call: () => unknown): string | undefined => {
  try {
    call();
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
};

test("to the app, a held head is a sent head", async () => {
  const { client, res, settle } = await held((_, res) => (res.setHeader("X-Early", "1"), res.write("a")));
  expect(res.socket?.bytesWritten).toBe(0);
  expect(res.headersSent).toBe(true);
  expect(res.writableEnded).toBe(false);
  expect(code(() => res.setHeader("X-Late", "1"))).toBe("ERR_HTTP_HEADERS_SENT");
  expect(code(() => res.setHeaders(new Map([["x-late", "1"]])))).toBe("ERR_HTTP_HEADERS_SENT");
  expect(code(() => res.setHeaders(new Map()))).toBe("ERR_HTTP_HEADERS_SENT");
  expect(code(() => res.appendHeader("X-Early", "2"))).toBe("ERR_HTTP_HEADERS_SENT");
  expect(code(() => res.removeHeader("Date"))).toBe("ERR_HTTP_HEADERS_SENT");
  expect(code(() => res.writeHead(500))).toBe("ERR_HTTP_HEADERS_SENT");
  expect(res.end("b")).toBe(res);
  expect(res.writableEnded).toBe(true);
  settle();
  const message = final(await client.untilClosed());
  expect(message.body).toBe("ab");
  expect(values(message, "x-late")).toEqual([]);
  expect(values(message, "x-early")).toEqual(["1"]);
  expectAsItIs(res);
  expect(res.writableEnded).toBe(true);
});

test("the head is what it was when it was written, whatever the app sets while it is held", async () => {
  const { client, res, settle } = await held((_, res) => {
    res.statusCode = 201;
    res.statusMessage = "Made";
    res.end("a");
  });
  res.statusCode = 500;
  res.statusMessage = "Broken";
  settle();
  expect(final(await client.untilClosed()).status).toBe("HTTP/1.1 201 Made");
});

test("writeHead's status can be read while the head is held", async () => {
  const { client, res, settle } = await held((_, res) => res.writeHead(404, "Nowhere", { "X-A": "1" }).end());
  expect([res.statusCode, res.statusMessage, res.getHeader("x-a")]).toEqual([404, "Nowhere", "1"]);
  settle();
  expect(final(await client.untilClosed()).status).toBe("HTTP/1.1 404 Nowhere");
});

test("an implicit head that is asked for twice is sent once", async () => {
  const { client, settle } = await held((_, res) => {
    res.writeHead(200);
    res.flushHeaders();
    res.writeHead(200); // What an inner wrapper does that looks for a head of its own.
    res.end("a");
  });
  settle();
  expect(final(await client.untilClosed()).body).toBe("a");
});

test("callbacks of held calls are called, in order, after the data left", async () => {
  const called: string[] = [];
  const { client, settle } = await held((_, res) => {
    res.write("a", () => called.push("write a"));
    res.write("b", "utf8", () => called.push("write b"));
    res.end("c", "utf8", () => called.push("end"));
  });
  await turns();
  expect(called).toEqual([]);
  settle();
  expect(final(await client.untilClosed()).body).toBe("abc");
  expect(called).toEqual(["write a", "write b", "end"]);
});

test("a held write asks to wait, and a drain event follows", async () => {
  let drained = 0;
  const { client, res, settle } = await held((_, res) => {
    res.on("drain", () => (drained += 1));
    expect(res.write("a")).toBe(false);
    expect(res.writableNeedDrain).toBe(true);
  });
  await turns();
  expect(drained).toBe(0);
  settle();
  await client.until((text) => text.includes("a\r\n"));
  expect(drained).toBe(1);
  expect(res.writableNeedDrain).toBe(false);
  expect(res.write("b")).toBe(true);
  res.end();
  expect(final(await client.untilClosed()).body).toBe("ab");
  expect(drained).toBe(1);
});

test("no drain event comes when the client does not take the replayed data, until it does", async () => {
  const size = 48 * 1024 * 1024;
  const drained = deferred();
  let count = 0;
  const { client, res, settle, port } = await held((_, res) => {
    res.on("drain", () => ((count += 1), drained.resolve()));
    res.write(Buffer.alloc(size, "x"));
  });
  client.socket.pause();
  settle();
  await ping(port);
  await turns();
  expect(count).toBe(0);
  client.socket.removeAllListeners("data");
  client.socket.resume();
  await drained.promise;
  res.end();
  await client.untilClosed();
  expect(count).toBe(1);
});

test("no drain event after the end", async () => {
  let drained = 0;
  const { client, settle } = await held((_, res) => {
    res.on("drain", () => (drained += 1));
    res.write("a");
    res.end("b");
  });
  settle();
  await client.untilClosed();
  expect(drained).toBe(0);
});

test("a file that is piped is not read into memory while the head is held", async () => {
  const chunk = "y".repeat(64 * 1024);
  let read = 0;
  const source = new Readable({
    highWaterMark: 1,
    read() {
      this.push(read++ < 100 ? chunk : null);
    },
  });
  const { client, settle } = await held(async (_, res) => {
    source.pipe(res);
    await turns();
  });
  await turns(20);
  expect(read).toBeLessThan(5);
  settle();
  expect(final(await client.untilClosed()).body).toBe(chunk.repeat(100));
});

test.each([
  ["write(null)", (res: ServerResponse) => res.write(null), "ERR_STREAM_NULL_VALUES"],
  ["write(7)", (res: ServerResponse) => res.write(7), "ERR_INVALID_ARG_TYPE"],
  ["end({})", (res: ServerResponse) => res.end({}), "ERR_INVALID_ARG_TYPE"],
])("%s throws at once, held or not", async (_name, call, expected) => {
  const before: (string | undefined)[] = [];
  const { client, res, session, settle } = await held((_, res) => {
    before.push(code(() => call(res)));
    res.write("a");
  });
  expect(session.commits).toBe(1);
  expect(before).toEqual([expected]);
  expect(code(() => call(res))).toBe(expected);
  res.end("b");
  settle();
  expect(final(await client.untilClosed()).body).toBe("ab");
});

test.each([
  ["a status out of range", [1000], "ERR_HTTP_INVALID_STATUS_CODE"],
  ["a status that is none", ["x"], "ERR_HTTP_INVALID_STATUS_CODE"],
  ["a reason with a line break", [200, "a\nb"], "ERR_INVALID_CHAR"],
  ["a header name with a space", [200, { "bad name": "1" }], "ERR_INVALID_HTTP_TOKEN"],
  ["a header without a value", [200, { "X-A": undefined }], "ERR_HTTP_INVALID_HEADER_VALUE"],
  ["a header value with a line break", [200, ["X-A", "a\nb"]], "ERR_INVALID_CHAR"],
  ["a flat array of odd length", [200, ["X-A"]], "ERR_INVALID_ARG_VALUE"],
])("writeHead with %s throws at once, before anything is saved", async (_name, args, expected) => {
  let thrown: string | undefined;
  const sessions = new FakeSessions("async");
  const port = await serveWith(sessions, (_, res) => {
    thrown = code(() => Reflect.apply(res.writeHead, res, args));
    expect(sessions.only.commits).toBe(0);
    res.writeHead(500, "Failed").end("sorry");
    sessions.only.settle();
  });
  const message = final(await exchange(port));
  expect(thrown).toBe(expected);
  expect(message).toMatchObject({ status: "HTTP/1.1 500 Failed", body: "sorry" });
  expect(values(message, "set-cookie")).toEqual([OUR_COOKIE]);
});

test("a status that Node refuses when the head is implicit throws at once", async () => {
  let thrown: string | undefined;
  const sessions = new FakeSessions("sync");
  const port = await serveWith(sessions, (_, res) => {
    res.statusCode = 1000;
    thrown = code(() => res.end("a"));
    expect(sessions.only.commits).toBe(0);
    res.statusCode = 500;
    res.end("b");
  });
  expect(final(await exchange(port)).body).toBe("b");
  expect(thrown).toBe("ERR_HTTP_INVALID_STATUS_CODE");
});

test("what Node refuses only when it makes the head goes to the error handler", async () => {
  const sessions = new FakeSessions("async");
  const errors: unknown[] = [];
  const port = await serveWith(
    sessions,
    (_, res) => {
      res.writeHead(200, { Trailer: "X-T", "Content-Length": "1" });
      res.end("a");
      sessions.only.settle();
    },
    (error, res) => (errors.push(error), res.end("error page")),
  );
  const message = final(await exchange(port));
  expect(message).toMatchObject({ status: "HTTP/1.1 500 Internal Server Error", body: "error page" });
  expect(errors).toMatchObject([{ code: "ERR_HTTP_TRAILER_INVALID" }]);
  expect(values(message, "set-cookie")).toEqual([OUR_COOKIE]);
});

test("an array of Set-Cookie lines that the app shares among requests never holds our cookie (T-24, V-36)", async () => {
  const shared = ["theme=dark"];
  const sent = { "Set-Cookie": shared };
  for (const handler of [
    (_: unknown, res: ServerResponse) => (res.setHeader("Set-Cookie", shared), res.end()),
    (_: unknown, res: ServerResponse) => res.writeHead(200, sent).end(),
  ]) {
    const message = final(await exchange(await serveWith(new FakeSessions("sync"), handler)));
    expect(values(message, "set-cookie")).toEqual(["theme=dark", OUR_COOKIE]);
    expect(shared).toEqual(["theme=dark"]);
  }
});

test("pipelined requests are answered in their order, whichever is saved first", async () => {
  const sessions = new FakeSessions("async");
  const port = await serveWith(sessions, (req, res) => res.end(`answer ${req.url}`));
  const client = new RawClient(port).get("/1").get("/2", ["Connection: close"]);
  while (sessions.opened.length < 2) await turns(1);
  const [first, second] = sessions.opened;
  second?.settle();
  await ping(port);
  expect(client.text).toBe("");
  first?.settle();
  const text = await client.untilClosed();
  expect(text.match(/answer \/\d/g)).toEqual(["answer /1", "answer /2"]);
  expect(text.match(/sid=ours/g)).toHaveLength(2);
});

test("a connection is kept alive across held responses", async () => {
  const sessions = new FakeSessions("async", (session) => session.settle());
  const port = await serveWith(sessions, (req, res) => res.end(`answer ${req.url}`));
  const client = new RawClient(port).get("/1");
  await client.until((text) => text.includes("answer /1"));
  client.get("/2", ["Connection: close"]);
  await client.untilClosed();
  expect(client.text).toContain("answer /2");
  expect(sessions.opened).toHaveLength(2);
});

test("a client of HTTP/1.0 gets its answer", async () => {
  const { client, settle } = await held((_, res) => (res.write("a"), res.end("b")), ["Connection: close"]);
  settle();
  expect(final(await client.untilClosed()).body).toBe("ab");
});

test("100 Continue goes out while nothing else has", async () => {
  const sessions = new FakeSessions("async");
  const port = await serveWith(sessions, (req, res) => {
    let body = "";
    req.on("data", (chunk) => (body += String(chunk))).on("end", () => res.end(body));
  });
  const client = new RawClient(port).get(
    "/",
    ["Connection: close", "Expect: 100-continue", "Content-Length: 2"],
    "POST",
  );
  await client.until((text) => text.startsWith("HTTP/1.1 100 Continue\r\n\r\n"));
  client.send("hi");
  while (sessions.opened.length === 0) await turns(1);
  await sessions.only.committing.promise;
  await ping(port);
  expect(parse(client.text)).toHaveLength(1);
  sessions.only.settle();
  expect(final(await client.untilClosed()).body).toBe("hi");
});

test("a head that was sent before the session came is left alone, and the end still saves", async () => {
  const sessions = new FakeSessions("sync");
  const port = await serve((req, res) => {
    res.write("a");
    attach(sessions, req, res, { secure: false, onError: () => {} });
    res.end("b");
  });
  const message = final(await exchange(port));
  expect(message.body).toBe("ab");
  expect(values(message, "set-cookie")).toEqual([]);
  expect([sessions.only.commits, sessions.only.finishes]).toEqual([0, 1]);
});

test("an empty header name is passed over where the response has headers, as Node does", async () => {
  const sessions = new FakeSessions("sync");
  const port = await serveWith(sessions, (_, res) => {
    res.setHeader("X-A", "1");
    res.writeHead(200, { "": "nothing", "X-B": "2" });
    res.end("a");
  });
  const message = final(await exchange(port));
  expect([values(message, "x-a"), values(message, "x-b"), message.body]).toEqual([["1"], ["2"], "a"]);
});

test("methods that a middleware had replaced on the response are there again when the hold is over", async () => {
  const mine = function (this: ServerResponse, ...args: [string, string]): ServerResponse {
    return Object.getPrototypeOf(this).setHeader.apply(this, args);
  };
  const { client, res, settle } = await held((_, res) => {
    res.setHeader = mine;
    res.end("a");
  });
  expect(res.setHeader).not.toBe(mine);
  settle();
  await client.untilClosed();
  expect(res.setHeader).toBe(mine);
});
