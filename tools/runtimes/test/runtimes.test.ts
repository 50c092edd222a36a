import { type Visitor, visitorAt } from "@sess/test-visitor";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RUNTIMES, serve } from "../runtimes.js";

describe.each(Object.keys(RUNTIMES))("on %s", (name) => {
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
