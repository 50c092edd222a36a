import { request } from "node:http";
import { type Visitor, visitorAt } from "@sess/test-visitor";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { serve } from "../serve.js";

describe.each(["Bun", "Deno", "workerd"] as const)("on %s", (name) => {
  let origin: string;
  let stop: () => Promise<void>;
  beforeAll(async () => void ({ origin, stop } = await serve(name)));
  afterAll(() => stop());
  const visitor = (): Visitor => visitorAt(origin);

  it("a login: a new cookie, read by the next request, and dead after the logout", async () => {
    const alice = visitor();
    expect((await alice.ask("/private")).status).toBe(401);
    const login = await alice.ask("/login", { method: "POST" });
    expect([login.status, login.headers.get("location")]).toEqual([303, `${origin}/`]);
    expect(login.setCookies).toEqual([
      expect.stringMatching(/^sid=[\w-]{44}; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    expect(login.headers.get("cache-control")).toBe("no-store");
    expect(await alice.json("/")).toEqual({ user: "alice", visits: 0 });
    expect((await alice.ask("/private")).body).toBe("for alice");
    const thief = alice.copy();
    expect((await alice.ask("/logout", { method: "POST" })).setCookies).toEqual([
      expect.stringContaining("Max-Age=0"),
    ]);
    expect((await thief.ask("/private")).status).toBe(401);
  });

  it("data are saved before the answer, beside the cookies of others", async () => {
    const user = visitor();
    expect((await user.ask("/visit")).setCookies.map((line) => line.split("=")[0])).toEqual([
      "theirs",
      "sid",
    ]);
    expect((await user.ask("/visit")).body).toBe("visit 2");
    await user.ask("/login", { method: "POST" });
    expect(await user.json("/")).toEqual({ user: "alice", visits: 2 });
  });

  it("an answer without a body, which is a constant of the app's, has each user's own cookie", async () => {
    const [one, two] = [visitor(), visitor()];
    const answers = [await one.ask("/quiet"), await two.ask("/quiet")];
    expect(answers.map(({ status, setCookies }) => [status, setCookies.length])).toEqual([
      [204, 1],
      [204, 1],
    ]);
    expect(one.cookie).not.toBe(two.cookie);
  });

  it.each(["/text", "/text-at-end"])("a text stays one: %s", async (path) => {
    const { headers, body } = await visitor().ask(path);
    expect(headers.get("content-type")).toMatch(/^text\/plain; ?charset=utf-8$/i);
    expect(body).toMatch(/^text/);
  });

  it("what changes while a body is sent is saved at its end", async () => {
    const user = visitor();
    await user.ask("/visit");
    expect((await user.ask("/stream")).body).toBe("streamed");
    expect(await user.json("/")).toEqual({ user: null, visits: 7 });
  });

  it("a client that leaves: the source hears of it, and what it changes then is saved", async () => {
    const user = visitor();
    await user.ask("/visit");
    const leaving = new AbortController();
    const { body } = await fetch(`${origin}/endless`, {
      headers: { cookie: user.cookie },
      signal: leaving.signal,
    });
    await body?.getReader().read();
    leaving.abort();
    // Nobody tells us when the server has heard of it.
    await vi.waitFor(async () => expect(await user.json("/")).toEqual({ user: null, visits: 9 }), 10_000);
  });

  it("several cookies stay on lines of their own, with commas in them, beside other headers", async () => {
    const { setCookies, headers } = await visitor().ask("/two");
    expect(setCookies).toEqual([
      "a=1; Expires=Thu, 01 Jan 2037 00:00:00 GMT",
      "b=2",
      expect.stringMatching(/^sid=/),
    ]);
    expect(headers.get("vary")).toBe("Accept, Cookie");
  });

  it.each(["/typed", "/typed-at-end"])("a body keeps its type, with HEAD as well: %s", async (path) => {
    for (const method of ["GET", "HEAD"] as const) {
      const { headers, body, setCookies } = await visitor().ask(path, { method });
      expect(headers.get("content-type")).toMatch(/^text\/html/);
      expect([body, setCookies.length]).toEqual([method === "GET" ? "<p>" : "", path === "/typed" ? 1 : 0]);
    }
  });

  it("a body that is packed is not packed again", async () => {
    const { headers, body } = await visitor().ask("/packed");
    expect([headers.get("content-encoding"), body]).toEqual(["gzip", "packed"]);
  });

  it("a response of fetch() gets the cookie", async () => {
    const { body, setCookies } = await visitor().ask("/fetched");
    expect([body, setCookies.length]).toEqual(["remote", 1]);
  });

  it("plain HTTP, where nobody has said that it may have a cookie", async () => {
    expect((await visitor().ask("/unsaid")).setCookies).toHaveLength(name === "Bun" ? 1 : 0);
  });

  it("a Host that is none is no error of ours (X-01)", async () => {
    const ask = (host: string, more: Record<string, string> = {}): Promise<number | undefined> =>
      new Promise((resolve, reject) =>
        request(`${origin}/visit`, { method: "POST", headers: { host, ...more } }, (answer) => {
          answer.resume().on("end", () => resolve(answer.statusCode));
        })
          .on("error", reject)
          .end(),
      );
    for (const host of ["[::bad", "a b", "exa%mple", "evil.test:99999"]) {
      // workerd answers that by itself.
      if (name === "workerd") continue;
      expect(await ask(host)).toBe(200);
      expect(await ask(host, { "sec-fetch-site": "cross-site", origin: "http://evil.test" })).toBe(403);
    }
  });

  it("requests of other sites are refused, by Sec-Fetch-Site or by Origin", async () => {
    const alice = visitor();
    await alice.ask("/login", { method: "POST" });
    const outcome = async (headers: Record<string, string>): Promise<number> =>
      (await alice.ask("/visit", { method: "POST", headers })).status;
    expect(await outcome({ "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await outcome({ "sec-fetch-site": "", origin: "http://evil.test" })).toBe(403);
    expect(await outcome({ "sec-fetch-site": "", origin })).toBe(200);
  });

  it("a store that hangs is given up in time, each time", async () => {
    const alice = visitor();
    await alice.ask("/login", { method: "POST" });
    for (let times = 0; times < 2; times++) {
      expect((await alice.ask("/hang")).status).toBe(503);
      expect((await alice.ask("/private")).status).toBe(200);
    }
  });

  it("nobody waits for what a request has begun that is over", async () => {
    const ask = (): Promise<number> =>
      visitor()
        .ask("/stuck", { headers: { cookie: `sid=${"A".repeat(44)}` } })
        .then(({ status }) => status);
    expect(await ask()).toBe(503);
    expect(await ask()).toBe(503);
  });

  it("a WebSocket: its upgrade goes through, and one of another site does not (4.4.2)", async () => {
    const alice = visitor();
    await alice.ask("/login", { method: "POST" });
    const open = (from: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(origin.replace("http", "ws") + "/upgrade", {
          origin: from,
          headers: { cookie: alice.cookie },
        });
        socket.once("error", reject).once("message", (data: Buffer) => {
          resolve(data.toString());
          socket.terminate();
        });
      });
    expect(await open(origin)).toBe("hello alice");
    await expect(open("http://evil.test")).rejects.toThrow("403");
  });

  it("the session of an upgrade can be read", async () => {
    const alice = visitor();
    await alice.ask("/login", { method: "POST" });
    expect(await alice.json("/socket", { headers: { origin } })).toBe("alice");
  });

  it("fifty users at once see only themselves", async () => {
    const users = Array.from({ length: 50 }, visitor);
    await Promise.all(users.map((user) => user.ask("/visit")));
    expect(new Set(users.map(({ cookie }) => cookie)).size).toBe(50);
    const seen = await Promise.all(users.map((user) => user.json<{ visits: number }>("/")));
    expect(seen.map(({ visits }) => visits)).toEqual(users.map(() => 1));
  });
});
