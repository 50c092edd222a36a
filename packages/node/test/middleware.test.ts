import compression from "compression";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import onFinished from "on-finished";
import onHeaders from "on-headers";
import { describe, expect, test } from "vitest";
import { attach } from "../src/index.js";
import { FakeSessions, OUR_COOKIE } from "./support/fake-sessions.js";
import { final, values } from "./support/message.js";
import { exchange, RawClient } from "./support/raw-client.js";
import { errorPage, serve, serveWith, turns, type Handler } from "./support/servers.js";

const PAGE = "compress me ".repeat(1000);
const GZIP = ["Accept-Encoding: gzip"];

type Use = (req: IncomingMessage, res: ServerResponse) => void;

/** `compression` mounted before the session, so that its wrappers are Node to us; or after, so that we are Node to it. */
function servePlaced(place: "before" | "after", session: Use, handler: Handler): Promise<number> {
  const compress = compression();
  const compressed: Use = (req, res) => compress(req, res, () => {});
  const order = place === "before" ? [compressed, session] : [session, compressed];
  return serve((req, res) => {
    for (const use of order) use(req, res);
    return handler(req, res);
  });
}

const attached =
  (sessions: FakeSessions): Use =>
  (req, res) =>
    attach(sessions, req, res, { secure: false, onError: (error) => errorPage(error, res) });

const WRITES: readonly [string, Handler][] = [
  ["end", (_, res) => void (res.setHeader("Content-Type", "text/plain"), res.end(PAGE))],
  [
    "write and end",
    (_, res) => (
      res.setHeader("Content-Type", "text/plain"),
      res.write(PAGE.slice(0, 50)),
      res.end(PAGE.slice(50))
    ),
  ],
  [
    "writeHead",
    (_, res) => (res.writeHead(200, { "Content-Type": "text/plain", "Set-Cookie": "a=1" }), res.end(PAGE)),
  ],
  ["events", events],
];

async function events(_req: IncomingMessage, res: ServerResponse): Promise<void> {
  res.writeHead(200, { "Content-Type": "text/event-stream" });
  res.flushHeaders();
  for (let i = 0; i < PAGE.length; i += 1000) {
    res.write(PAGE.slice(i, i + 1000));
    (res as ServerResponse & { flush(): void }).flush();
    await turns(1);
  }
  res.end();
}

describe.each(["before", "after"] as const)("compression mounted %s", (place) => {
  describe.each(WRITES)("%s", (_name, handler) => {
    test.each(["untouched", "sync", "async"] as const)(
      "%s: the page arrives compressed and whole",
      async (mode) => {
        const sessions = new FakeSessions(mode);
        const port = await servePlaced(place, attached(sessions), handler);
        const client = new RawClient(port).get("/", ["Connection: close", ...GZIP]);
        if (mode === "async") {
          while (sessions.opened.length === 0) await turns(1);
          await sessions.only.committing.promise;
          await turns();
          expect(client.text).toBe("");
          sessions.only.settle();
        }
        const message = final(await client.untilClosed());
        expect(values(message, "content-encoding")).toEqual(["gzip"]);
        expect(values(message, "set-cookie").includes(OUR_COOKIE)).toBe(mode !== "untouched");
        expect(gunzipSync(Buffer.from(message.body, "latin1")).toString()).toBe(PAGE);
      },
    );

    test.each(["failing", "throwing"] as const)("%s: the error page arrives", async (mode) => {
      const sessions = new FakeSessions(mode, (session) => session.settle());
      const message = final(
        await exchange(await servePlaced(place, attached(sessions), handler), "GET", GZIP),
      );
      expect(message).toMatchObject({ status: "HTTP/1.1 503 Service Unavailable", body: "error page" });
      expect(values(message, "content-encoding")).toEqual([]);
      await turns();
    });
  });
});

test("on-headers listeners on both sides run once, and their headers are sent", async () => {
  for (const mode of ["sync", "async"] as const) {
    const sessions = new FakeSessions(mode, (session) => session.settle());
    const fired: string[] = [];
    const port = await serve((req, res) => {
      onHeaders(res, () => (fired.push("before"), res.setHeader("X-Before", "1")));
      attached(sessions)(req, res);
      onHeaders(res, () => (fired.push("after"), res.setHeader("X-After", "1")));
      res.write("a");
      res.end("b");
    });
    const message = final(await exchange(port));
    expect([values(message, "x-before"), values(message, "x-after")]).toEqual([["1"], ["1"]]);
    expect(values(message, "set-cookie")).toEqual([OUR_COOKIE]);
    expect(fired).toEqual(["after", "before"]);
  }
});

test("on-finished hears of the end when it is one", async () => {
  const sessions = new FakeSessions("async");
  let finished = 0;
  const port = await serveWith(sessions, (_, res) => {
    onFinished(res, () => (finished += 1));
    res.end("a");
  });
  const client = new RawClient(port).get("/", ["Connection: close"]);
  while (sessions.opened.length === 0) await turns(1);
  await sessions.only.committing.promise;
  await turns();
  expect(finished).toBe(0);
  sessions.only.settle();
  await client.untilClosed();
  await turns();
  expect(finished).toBe(1);
});

describe("two managers on one response", () => {
  const both = (first: FakeSessions, second: FakeSessions, handler: Handler): Promise<number> =>
    serve((req, res) => {
      for (const sessions of [first, second]) attached(sessions)(req, res);
      return handler(req, res);
    });
  const handler: Handler = (_, res) => (
    res.writeHead(200, { "Set-Cookie": "a=1" }),
    res.write("x"),
    res.end("y")
  );

  test.each([
    ["sync", "sync"],
    ["async", "sync"],
    ["sync", "async"],
    ["async", "async"],
  ] as const)("%s, %s: both cookies arrive", async (one, two) => {
    const first = new FakeSessions(one, (session) => session.settle(), "first=1");
    const second = new FakeSessions(two, (session) => session.settle(), "second=2");
    const message = final(await exchange(await both(first, second, handler)));
    expect(values(message, "set-cookie").sort()).toEqual(["a=1", "first=1", "second=2"]);
    expect(message.body).toBe("xy");
    expect([first.only.finishes, second.only.finishes]).toEqual([1, 1]);
  });

  test.each([
    ["failing", "async"],
    ["async", "failing"],
    ["failing", "failing"],
  ] as const)("%s, %s: the error page arrives", async (one, two) => {
    const first = new FakeSessions(one, (session) => session.settle(), "first=1");
    const second = new FakeSessions(two, (session) => session.settle(), "second=2");
    const message = final(await exchange(await both(first, second, handler)));
    expect(message.body).toBe("error page");
    expect(message.status).toContain("503");
    await turns();
  });
});
