import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { expectAsItIs } from "./support/as-it-is.js";
import { deferred, FakeSessions } from "./support/fake-sessions.js";
import { final } from "./support/message.js";
import { exchange, ping, RawClient } from "./support/raw-client.js";
import { serveWith, turns } from "./support/servers.js";

test("a response whose head and end are one call is not finished on top", async () => {
  for (const mode of ["untouched", "sync"] as const) {
    const sessions = new FakeSessions(mode);
    expect(final(await exchange(await serveWith(sessions, (_, res) => res.end("a")))).body).toBe("a");
    await turns();
    expect([sessions.only.commits, sessions.only.finishes]).toEqual([1, 0]);
  }
  const sessions = new FakeSessions("async", (session) => session.settle());
  await exchange(await serveWith(sessions, (_, res) => res.end("a")));
  expect([sessions.only.commits, sessions.only.finishes]).toEqual([1, 0]);
});

test.each(["sync", "async"] as const)(
  "what changes after the head (%s) is saved before the end leaves",
  async (mode) => {
    const finishing = deferred();
    const sessions = new FakeSessions(mode, (session) => (session.finishing = finishing));
    let response: ServerResponse | undefined;
    const port = await serveWith(sessions, (_, res) => {
      response = res;
      res.write("first,");
      res.end("last");
      sessions.only.settle();
    });
    const client = new RawClient(port).get("/", ["Connection: close"]);
    await client.until((text) => text.includes("first,"));
    await sessions.only.finishCalled.promise;
    await ping(port);
    expect(client.text).not.toContain("last");
    expect(response?.writableEnded).toBe(true);
    expect(response?.writableFinished).toBe(false);
    finishing.resolve();
    expect(final(await client.untilClosed()).body).toBe("first,last");
    expect(sessions.only.finishes).toBe(1);
    expectAsItIs(response);
  },
);

test.each(["sync", "async"] as const)(
  "what is called behind an end that waits (%s) stays behind it",
  async (mode) => {
    const finishing = deferred();
    const sessions = new FakeSessions(mode, (session) => (session.finishing = finishing));
    const seen: string[] = [];
    const port = await serveWith(sessions, async (_, res) => {
      res.on("error", (error: NodeJS.ErrnoException) => seen.push(`error ${error.code}`));
      res.write("a");
      res.end("b", () => seen.push("first end"));
      res.write("late", (error) => seen.push(`write ${(error as NodeJS.ErrnoException | null)?.code}`));
      res.end();
      sessions.only.settle();
      await turns();
      expect(seen).toEqual([]);
      finishing.resolve();
    });
    expect(final(await exchange(port)).body).toBe("ab");
    expect(seen.sort()).toEqual([
      "error ERR_STREAM_WRITE_AFTER_END",
      "first end",
      "write ERR_STREAM_WRITE_AFTER_END",
    ]);
    expect(sessions.only.finishes).toBe(1);
  },
);

test("events reach the client while the response goes on, and its end saves once more", async () => {
  const sessions = new FakeSessions("async", (session) => session.settle());
  let response: ServerResponse | undefined;
  const port = await serveWith(sessions, (_, res) => {
    response = res;
    res.writeHead(200, { "Content-Type": "text/event-stream" });
    res.flushHeaders();
  });
  const client = new RawClient(port).get("/", ["Connection: close"]);
  await client.until((text) => text.includes("text/event-stream"));
  response?.write("data: 1\n\n");
  await client.until((text) => text.includes("data: 1"));
  expect(sessions.only.finishes).toBe(0);
  response?.end("data: 2\n\n");
  expect(final(await client.untilClosed()).body).toBe("data: 1\n\ndata: 2\n\n");
  expect(sessions.only.finishes).toBe(1);
});

test("a client that leaves in the middle of a body: what changed is saved", async () => {
  const sessions = new FakeSessions("sync");
  const port = await serveWith(sessions, (_, res) => void res.write("a"));
  const client = new RawClient(port).get();
  await client.until((text) => text.includes("a\r\n"));
  client.socket.destroy();
  await sessions.only.finishCalled.promise;
  expect(sessions.only.finishes).toBe(1);
});

test("a client that leaves before the head: what changed is saved, and a late answer saves once more", async () => {
  const sessions = new FakeSessions("sync");
  let response: ServerResponse | undefined;
  const port = await serveWith(sessions, (_, res) => (response = res));
  const client = new RawClient(port).get();
  while (response === undefined) await turns(1);
  client.socket.destroy();
  await sessions.only.finishCalled.promise;
  response.end("too late");
  expect([sessions.only.commits, sessions.only.finishes]).toEqual([1, 2]);
});

test.each(["async", "failing"] as const)(
  "a client that leaves while the head is held (%s) does no harm",
  async (mode) => {
    const sessions = new FakeSessions(mode);
    const closed = deferred();
    const errors: unknown[] = [];
    const answered: string[] = [];
    const port = await serveWith(
      sessions,
      (_, res) => {
        res.on("close", closed.resolve);
        res.write("a", (error) => answered.push(error ? "dropped" : "sent"));
      },
      (error, res) => (errors.push(error), res.end("error page")),
    );
    const client = new RawClient(port).get();
    while (sessions.opened.length === 0) await turns(1);
    await sessions.only.committing.promise;
    client.socket.destroy();
    await closed.promise;
    expect(sessions.only.finishes).toBe(0);
    sessions.only.settle();
    await turns();
    expect(answered).toEqual(["dropped"]);
    expect(sessions.only.finishes).toBe(mode === "async" ? 1 : 0);
    expect(errors).toHaveLength(mode === "async" ? 0 : 1);
  },
);

test("a response that the app destroys is finished", async () => {
  const sessions = new FakeSessions("sync");
  const port = await serveWith(sessions, (_, res) => res.destroy());
  expect(await exchange(port)).toBe("");
  await sessions.only.finishCalled.promise;
  expect([sessions.only.commits, sessions.only.finishes]).toEqual([0, 1]);
});

test("a timeout while the head is held closes the connection, and what changed is saved", async () => {
  const sessions = new FakeSessions("async");
  const port = await serveWith(sessions, (_, res) => {
    res.setTimeout(60_000, () => res.destroy());
    res.write("a");
    res.socket?.emit("timeout"); // As Node does when that time has passed.
  });
  expect(await exchange(port)).toBe("");
  sessions.only.settle();
  await sessions.only.finishCalled.promise;
});
