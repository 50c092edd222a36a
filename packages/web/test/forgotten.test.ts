import { openSession, requireCsrfToken, requireLogin, webSession } from "@sess/web";
import { testSessions } from "@sess/test-visitor";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { visiting } from "@sess/test-fetch";

/** What would end a process, while a test runs. */
function unhandled(): unknown[] {
  const seen: unknown[] = [];
  const hear = (error: unknown): void => void seen.push(error);
  process.on("unhandledRejection", hear);
  onTestFinished(() => void process.off("unhandledRejection", hear));
  return seen;
}

/** Node tells of a rejection after a turn of its event loop. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An app that does not wait for its checks, and notes where it went on. */
function careless() {
  const made = testSessions();
  const { sessions } = made;
  const went: string[] = [];
  const checks: Record<string, (request: Request) => unknown> = {
    "/user": requireLogin(),
    "/fresh": requireLogin({ fresh: true }),
    "/form": requireCsrfToken(),
    "/caught": async (request) => requireCsrfToken()(request).catch(() => undefined),
    "/waited": (request) => {
      const asked = requireLogin({ fresh: true })(request);
      return asked.then(() => undefined);
    },
  };
  const handler = webSession(sessions)(async (request) => {
    const { pathname } = new URL(request.url);
    const session = sessions.from(request);
    if (pathname === "/login") await session.login("alice");
    session.visits = (session.visits ?? 0) + 1;
    void checks[pathname]?.(request);
    went.push(pathname);
    return new Response("SECRET");
  });
  return { ...made, handler, went, alice: visiting(handler) };
}

describe("a check that nobody waits for", () => {
  it("of the login stops the handler where it stands: its answer is at hand", async () => {
    const seen = unhandled();
    const { alice, went } = careless();
    const { status, body } = await alice.ask("/user");
    expect([status, body, went]).toEqual([401, "Unauthorized\n", []]);
    await alice.ask("/login");
    expect((await alice.ask("/user")).body).toBe("SECRET");
    await turn();
    expect(seen).toEqual([]);
  });

  it("of the form refuses the response, and what the handler has changed", async () => {
    const seen = unhandled();
    const { alice, records, handler } = careless();
    const { status, body, setCookies } = await alice.ask("/form", { method: "POST" });
    expect([status, body, setCookies, records.size]).toEqual([403, "Forbidden\n", [], 0]);
    expect((await visiting(handler).ask("/form")).body).toBe("SECRET"); // A GET needs no token.
    await turn();
    expect(seen).toEqual([]);
  });

  it("of the store's own word is waited for, and refuses the response of who was signed out meanwhile", async () => {
    const seen = unhandled();
    const { alice, sessions, store } = careless();
    await alice.ask("/login");
    expect((await alice.ask("/fresh")).body).toBe("SECRET");
    const gate = store.pauseNext("patch");
    const asked = alice.ask("/fresh");
    await gate.reached;
    await sessions.revokeUser("alice");
    gate.release();
    expect((await asked).status).toBe(401);
    await turn();
    expect(seen).toEqual([]);
  });

  it("of a store that is away: 503", async () => {
    const spy = vi.spyOn(console, "error").mockImplementation(() => {});
    onTestFinished(() => spy.mockRestore());
    const { alice, store } = careless();
    await alice.ask("/login");
    store.pauseNext("patch").fail(new Error("down"));
    expect((await alice.ask("/fresh")).status).toBe(503);
    expect(spy).toHaveBeenCalledTimes(1);
  });

  it("is the app's where the app has looked at it", async () => {
    const { alice } = careless();
    expect((await alice.ask("/caught", { method: "POST" })).body).toBe("SECRET");
    await alice.ask("/login");
    expect((await alice.ask("/waited")).body).toBe("SECRET");
  });

  it("refuses the upgrade to a WebSocket, too", async () => {
    const { sessions } = testSessions();
    const upgraded = Object.defineProperty(new Response(), "status", { value: 101 });
    const request = new Request("http://app.test/", {
      method: "POST",
      headers: { "sec-fetch-site": "same-origin" },
    });
    const { commit } = await openSession(sessions, request);
    void requireCsrfToken()(request);
    await expect(commit(upgraded)).rejects.toMatchObject({ code: "CSRF_TOKEN" });
  });

  it("by hand: commit rejects, the answer to its error goes out as it is, and nothing is saved", async () => {
    const { alice, sessions } = careless();
    await alice.ask("/login");
    const headers = { cookie: alice.cookie, "sec-fetch-site": "same-origin" };
    const request = new Request("http://app.test/", { method: "POST", headers });
    const { session, commit, finish } = await openSession(sessions, request);
    session.visits = 9;
    void requireCsrfToken()(request);
    await expect(commit(new Response("SECRET"))).rejects.toMatchObject({ code: "CSRF_TOKEN", status: 403 });
    const sorry = new Response("sorry", { status: 403 });
    expect(await commit(sorry)).toBe(sorry);
    await finish();
    const next = await openSession(sessions, new Request("http://app.test/", { headers }));
    expect(next.session.visits).toBe(1);
  });
});
