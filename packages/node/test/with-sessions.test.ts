import { createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import {
  createServer as createHttp2Server,
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from "node:http2";
import { createServer as createHttpsServer, get as getHttps } from "node:https";
import { generate } from "selfsigned";
import { beforeAll, expect, test, vi } from "vitest";
import { withSessions } from "../src/index.js";
import { deferred, FakeSessions, OUR_COOKIE, storeError } from "./support/fake-sessions.js";
import { ask, http2Client } from "./support/http2-client.js";
import { final, values } from "./support/message.js";
import { exchange, RawClient } from "./support/raw-client.js";
import { listen, turns } from "./support/servers.js";

let tls: { key: string; cert: string };
beforeAll(async () => {
  const pems = await generate([{ name: "commonName", value: "localhost" }], { keyType: "ec" });
  tls = { key: pems.private, cert: pems.cert };
});

const quiet = { onError: (): void => {} };

test("the listener runs at once when nothing has to be loaded", async () => {
  const sessions = new FakeSessions("sync");
  const port = await listen(createServer(withSessions(sessions, (req, res) => res.end(`hello ${req.url}`))));
  const message = final(await exchange(port));
  expect(message.body).toBe("hello /");
  expect(values(message, "set-cookie")).toEqual([OUR_COOKIE]);
  expect(sessions.only.exchange.secure).toBe(false);
});

test("the listener waits until the session is loaded, and loses no byte of the body", async () => {
  const loading = deferred();
  const sessions = new FakeSessions("sync", undefined, OUR_COOKIE, loading.promise);
  let ran = false;
  const echo = withSessions(sessions, (req: IncomingMessage, res: ServerResponse) => {
    ran = true;
    req.pipe(res);
  });
  const port = await listen(createServer(echo));
  const client = new RawClient(port).get("/", ["Connection: close", "Content-Length: 2"], "POST").send("hi");
  while (sessions.opened.length === 0) await turns(1);
  await turns();
  expect(ran).toBe(false);
  loading.resolve();
  expect(final(await client.untilClosed()).body).toBe("hi");
});

test("a store that fails is a plain 503, and the listener does not run (16.5.1)", async () => {
  const loading = deferred();
  loading.reject(storeError());
  const errors: unknown[] = [];
  const sessions = new FakeSessions("untouched", undefined, OUR_COOKIE, loading.promise);
  const listener = vi.fn();
  const port = await listen(
    createServer(withSessions(sessions, listener, { onError: (error) => errors.push(error) })),
  );
  const message = final(await exchange(port));
  expect(message).toMatchObject({
    status: "HTTP/1.1 503 Service Unavailable",
    body: "Service Unavailable\n",
  });
  expect(values(message, "content-type")).toEqual(["text/plain; charset=utf-8"]);
  expect(values(message, "cache-control")).toEqual(["no-store"]);
  expect(listener).not.toHaveBeenCalled();
  expect(errors).toMatchObject([storeError()]);
});

test.each(["failing", "throwing"] as const)(
  "a session that cannot be saved (%s) is a plain 503",
  async (mode) => {
    const sessions = new FakeSessions(mode, (session) => session.settle());
    const port = await listen(createServer(withSessions(sessions, (_, res) => res.end("page"), quiet)));
    const message = final(await exchange(port));
    expect(message).toMatchObject({
      status: "HTTP/1.1 503 Service Unavailable",
      body: "Service Unavailable\n",
    });
  },
);

test.each([
  ["an error", new Error("secret detail"), "500 Internal Server Error"],
  [
    "an error with a status of its own",
    Object.assign(new Error("secret"), { status: 418 }),
    "500 Internal Server Error",
  ],
  ["a SessionError", Object.assign(storeError(), { status: 401 }), "401 Unauthorized"],
  ["no error at all", "secret text", "500 Internal Server Error"],
])("a listener that throws %s", async (_name, thrown, status) => {
  for (const listener of [
    () => {
      throw thrown;
    },
    () => Promise.reject(thrown),
  ]) {
    const errors: unknown[] = [];
    const handled = withSessions(new FakeSessions("sync"), listener, {
      onError: (error) => errors.push(error),
    });
    const message = final(await exchange(await listen(createServer(handled))));
    expect(message.status).toBe(`HTTP/1.1 ${status}`);
    expect(message.body).toBe(`${status.slice(4)}\n`);
    expect(values(message, "set-cookie")).toEqual([OUR_COOKIE]);
    expect(errors).toEqual([thrown]);
  }
});

test("a listener that throws after the head: the body is cut, so that nobody takes it for whole", async () => {
  const listener = withSessions(
    new FakeSessions("sync"),
    (_req: IncomingMessage, res: ServerResponse) => {
      res.write("half");
      throw new Error("no more");
    },
    quiet,
  );
  const text = await exchange(await listen(createServer(listener)));
  expect(text.endsWith("0\r\n\r\n")).toBe(false);
});

test("a listener that throws after the end changes nothing", async () => {
  const listener = withSessions(
    new FakeSessions("sync"),
    (_req: IncomingMessage, res: ServerResponse) => {
      res.end("all");
      throw new Error("too late");
    },
    quiet,
  );
  expect(final(await exchange(await listen(createServer(listener)))).body).toBe("all");
});

test("without onError, server errors go to the console and refusals do not", async () => {
  const spy = vi.spyOn(console, "error").mockImplementation(() => {});
  try {
    const error = new Error("broken");
    const refusal = Object.assign(storeError(), { status: 401 });
    for (const thrown of [error, refusal]) {
      const listener = withSessions(new FakeSessions("sync"), () => Promise.reject(thrown));
      await exchange(await listen(createServer(listener)));
    }
    expect(spy.mock.calls).toEqual([["[sess] a request failed:", error]]);
  } finally {
    spy.mockRestore();
  }
});

test("HTTPS: the exchange is secure", async () => {
  const sessions = new FakeSessions("async", (session) => session.settle());
  const port = await listen(
    createHttpsServer(
      tls,
      withSessions(sessions, (_, res) => res.end("tls")),
    ),
  );
  const res = await new Promise<IncomingMessage>((resolve) =>
    getHttps({ port, host: "localhost", family: 4, ca: tls.cert, agent: false }, resolve),
  );
  res.resume();
  expect(res.headers["set-cookie"]).toEqual([OUR_COOKIE]);
  expect(sessions.only.exchange.secure).toBe(true);
});

test("behind a proxy, the app says what is secure (4.1.3, 15.3.4, V-26)", async () => {
  const sessions = new FakeSessions("sync");
  const secure = (req: IncomingMessage): boolean => req.headers["x-forwarded-proto"] === "https";
  const port = await listen(createServer(withSessions(sessions, (_, res) => res.end(), { secure })));
  await new Promise<void>((resolve) =>
    get({ port, host: "127.0.0.1", agent: false, headers: { "x-forwarded-proto": "https" } }, (res) =>
      res.resume().on("end", resolve),
    ),
  );
  expect(sessions.only.exchange.secure).toBe(true);
});

test("HTTP/2, plain and over TLS", async () => {
  for (const secure of [false, true]) {
    const sessions = new FakeSessions("async", (session) => session.settle());
    const listener = withSessions(sessions, (_: Http2ServerRequest, res: Http2ServerResponse) =>
      res.end("two"),
    );
    const port = await listen(secure ? createSecureServer(tls, listener) : createHttp2Server(listener));
    const client = secure
      ? http2Client(`https://localhost:${port}`, tls.cert)
      : http2Client(`http://localhost:${port}`);
    const { headers, body } = await ask(client, { ":path": "/" });
    expect([headers[":status"], headers["set-cookie"], body]).toEqual([200, [OUR_COOKIE], "two"]);
    expect(sessions.only.exchange.secure).toBe(secure);
  }
});

test("HTTP/2: errors before and after the head", async () => {
  const listener = withSessions(
    new FakeSessions("sync"),
    (req: Http2ServerRequest, res: Http2ServerResponse) => {
      if (req.url === "/late") res.write("half");
      throw new Error("broken");
    },
    quiet,
  );
  const port = await listen(createHttp2Server(listener));
  const client = http2Client(`http://localhost:${port}`);
  const { headers, body } = await ask(client, { ":path": "/" });
  expect([headers[":status"], body]).toEqual([500, "Internal Server Error\n"]);
  await expect(ask(client, { ":path": "/late" })).rejects.toMatchObject({ code: "ERR_HTTP2_STREAM_ERROR" });
});
