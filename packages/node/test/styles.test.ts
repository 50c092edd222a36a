import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { expectAsItIs } from "./support/as-it-is.js";
import { FakeSessions, OUR_COOKIE } from "./support/fake-sessions.js";
import { final, parse, values, withoutOurs } from "./support/message.js";
import { exchange, ping, RawClient } from "./support/raw-client.js";
import { serve, serveWith, turns } from "./support/servers.js";
import { STYLES, type Style } from "./support/styles.js";

const ask = (port: number, { method, headers }: Style): Promise<string> => exchange(port, method, headers);
const plainDate = (text: string): string => text.replace(/^Date: .*$/m, "Date");

describe.each(STYLES)("$name", (style) => {
  test("a session that does nothing changes no byte", async () => {
    const bare = await ask(await serve(style.handler), style);
    const ours = await ask(await serveWith(new FakeSessions("untouched"), style.handler), style);
    expect(plainDate(ours)).toBe(plainDate(bare));
  });

  test("a session that is saved at once adds its headers, and nothing else (V-28, T-29)", async () => {
    const bare = await ask(await serve(style.handler), style);
    const sessions = new FakeSessions("sync");
    const ours = await ask(await serveWith(sessions, style.handler), style);
    expectOurs(ours, bare);
    expect(sessions.only.commits).toBe(1);
  });

  test("no byte of the head leaves before the session is saved", async () => {
    const bare = await ask(await serve(style.handler), style);
    const sessions = new FakeSessions("async");
    let response: ServerResponse | undefined;
    const port = await serveWith(sessions, (req, res) => ((response = res), style.handler(req, res)));
    const client = new RawClient(port).get(
      "/",
      ["Connection: close", ...(style.headers ?? [])],
      style.method,
    );
    while (sessions.opened.length === 0) await turns(1);
    await sessions.only.committing.promise;
    await turns();
    await ping(port);
    expect(parse(client.text).filter(({ status }) => !/ 1\d\d /.test(status))).toEqual([]);
    expect(response?.headersSent).toBe(true);
    sessions.only.settle();
    expectOurs(await client.untilClosed(), bare);
    expect(sessions.only.commits).toBe(1);
    expectAsItIs(response);
  });

  test.each(["failing", "throwing"] as const)("%s: only the error page arrives (V-33)", async (mode) => {
    const sessions = new FakeSessions(mode);
    const port = await serveWith(sessions, style.handler);
    const client = new RawClient(port).get(
      "/",
      ["Connection: close", ...(style.headers ?? [])],
      style.method,
    );
    while (sessions.opened.length === 0) await turns(1);
    await sessions.only.committing.promise;
    await turns();
    sessions.only.settle();
    const message = final(await client.untilClosed());
    expect(message.status).toBe("HTTP/1.1 503 Service Unavailable");
    expect(message.body).toBe(style.method === "HEAD" ? "" : "error page");
    expect(values(message, "x-error")).toEqual(["yes"]);
    expect(values(message, "set-cookie")).not.toContain(OUR_COOKIE);
    for (const name of ["location", "etag", "cache-control", "trailer", "content-disposition"]) {
      expect(values(message, name)).toEqual([]);
    }
    expect(sessions.only.commits).toBe(1);
  });
});

function expectOurs(ours: string, bare: string): void {
  expect(parse(ours).slice(0, -1)).toEqual(parse(bare).slice(0, -1));
  const message = final(ours);
  expect(values(message, "set-cookie").filter((line) => line === OUR_COOKIE)).toHaveLength(1);
  const expected = final(bare);
  expect(withoutOurs(message).status).toBe(expected.status);
  expect(withoutOurs(message).body).toBe(expected.body);
  // Lines of one name come together when they are set on the response: their order among other names has no meaning.
  expect(sorted(withoutOurs(message).lines)).toEqual(sorted(expected.lines));
}

function sorted(lines: readonly string[]): string[] {
  const name = (line: string): string => line.split(":", 1).join();
  return [...lines].sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
}
