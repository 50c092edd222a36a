import type { HttpExchange } from "@sess/core";
import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { attach } from "../src/index.js";
import { FakeSessions } from "./support/fake-sessions.js";
import { exchange } from "./support/raw-client.js";
import { serve } from "./support/servers.js";

/** Runs `look` with the exchange of one request. */
async function inside(
  look: (exchange: HttpExchange, res: ServerResponse) => void,
  headers: string[],
  secure = false,
) {
  const sessions = new FakeSessions("untouched");
  let failure: unknown;
  const port = await serve((req, res) => {
    const session = attach(sessions, req, res, { secure, onError: () => {} });
    try {
      look(session.exchange, res);
    } catch (error) {
      failure = error;
    }
    res.end();
  });
  await exchange(port, "POST", headers);
  if (failure !== undefined) throw failure;
}

test("the request, as it came", () =>
  inside(
    (exchange) => {
      expect(exchange.method).toBe("POST");
      expect(exchange.cookieHeader).toBe("a=1; b=2");
      expect(exchange.header("x-a")).toBe("1, 2");
      expect(exchange.header("host")).toBe("test");
      expect(exchange.header("origin")).toBeUndefined();
      expect(exchange.secure).toBe(true);
    },
    ["Cookie: a=1", "Cookie: b=2", "X-A: 1", "X-A: 2"],
    true,
  ));

test("no cookies", () => inside((exchange) => expect(exchange.cookieHeader).toBeUndefined(), []));

test("headers of the response", () =>
  inside((exchange, res) => {
    expect(exchange.responseHeader("x-a")).toBeUndefined();
    exchange.appendResponseHeader("X-A", "1");
    expect(res.getHeader("x-a")).toBe("1");
    exchange.appendResponseHeader("X-A", "2");
    expect(exchange.responseHeader("x-a")).toBe("1, 2");
    exchange.setResponseHeader("X-A", "3");
    expect(exchange.responseHeader("X-A")).toBe("3");
    res.setHeader("X-N", 7);
    expect(exchange.responseHeader("x-n")).toBe("7");
    exchange.appendResponseHeader("X-N", "8");
    expect(res.getHeader("x-n")).toEqual(["7", "8"]);
  }, []));

test("cookies in several lines, as a test tool may inject them", () => {
  const req = { headers: { cookie: ["a=1", "b=2"] }, method: "GET" } as unknown as IncomingMessage;
  const session = attach(new FakeSessions("sync"), req, {} as ServerResponse, {
    secure: false,
    onError: () => {},
  });
  expect(session.exchange.cookieHeader).toBe("a=1; b=2");
});

test.each([
  ["nothing", () => ({})],
  ["only an end", () => ({ end: () => {} })],
  [
    "methods, but no events",
    () => ({ setHeader() {}, getHeader() {}, write() {}, writeHead() {}, end() {} }),
  ],
])("a stand-in for a response with %s is left alone", async (_name, make) => {
  const req = { headers: { cookie: "a=1" }, method: "GET" } as unknown as IncomingMessage;
  const res = make();
  const before = { ...res };
  const sessions = new FakeSessions("sync");
  const session = attach(sessions, req, res as unknown as ServerResponse, {
    secure: true,
    onError: () => {},
  });
  expect(session).toBe(sessions.only);
  expect(session.exchange.cookieHeader).toBe("a=1");
  expect(session.exchange.responseHeader("x")).toBeUndefined();
  void session.commit();
  expect(session.finish()).toBeUndefined();
  expect(res).toEqual(before);
});
