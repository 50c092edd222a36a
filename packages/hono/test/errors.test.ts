import { honoSession, requireCsrfToken, requireLogin } from "@sess/hono";
import { visiting } from "@sess/test-fetch";
import { testSessions } from "@sess/test-visitor";
import { Hono } from "hono";
import { Hono as EarlierHono } from "hono4.6";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";

const script = { accept: "application/json" };
const foreign = { "sec-fetch-site": "cross-site" };

let consoleError: MockInstance<typeof console.error>;
beforeEach(() => {
  consoleError = vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => consoleError.mockRestore());

/** The app's own handler decides what an error becomes; without one, Hono's does. */
function failing(makeApp: () => Hono = () => new Hono()) {
  const made = testSessions();
  const plain = makeApp();
  const app = plain.use(honoSession(made.sessions));
  app.get("/guarded", requireLogin(), (c) => c.text("SECRET"));
  app.get("/verb", (c) => c.text(c.get("session").requireLogin()));
  app.post("/form", requireCsrfToken(), (c) => c.text("SECRET"));
  app.get("/bug", () => {
    throw new Error("my bug");
  });
  app.get("/write", (c) => {
    c.get("session").visits = (c.get("session").visits ?? 0) + 1;
    return new Response("SECRET", { headers: { ETag: '"1"', "Content-Length": "6" } });
  });
  return { ...made, app, alice: visiting((request) => plain.fetch(request)) };
}

describe.each([
  ["Hono 4", () => new Hono()],
  ["Hono 4.6", () => new EarlierHono() as unknown as Hono],
])("without an onError, on %s", (_, makeApp) => {
  it.each([
    ["a guard: 401", "GET", "/guarded", {}, 401, "Unauthorized\n"],
    ["a verb in a handler: 401", "GET", "/verb", {}, 401, "Unauthorized\n"],
    ["a form without its token: 403", "POST", "/form", {}, 403, "Forbidden\n"],
    ["another site's request: 403", "POST", "/form", foreign, 403, "Forbidden\n"],
    ["the same, where no route is: 403", "POST", "/nowhere", foreign, 403, "Forbidden\n"],
  ] as const)("%s, and nothing on the console (16.5.1)", async (_, method, path, headers, status, text) => {
    const { alice } = failing(makeApp);
    const answer = await alice.ask(path, { method, headers });
    expect([answer.status, answer.body]).toEqual([status, text]);
    const json = await alice.ask(path, { method, headers: { ...headers, ...script } });
    expect(json.status).toBe(status);
    expect(Object.keys(JSON.parse(json.body) as object)).toEqual(["code", "message"]);
    expect(consoleError).not.toHaveBeenCalled();
  });

  it.each(["/guarded", "/nowhere"])(
    "a store that cannot be read, at %s: 503, and the console tells why (16.5.1)",
    async (path) => {
      const { alice, store } = failing(makeApp);
      await alice.ask("/write");
      store.pauseNext("read").fail(new Error("secret address"));
      const { status, body, setCookies } = await alice.ask(path);
      expect([status, body, setCookies]).toEqual([503, "Service Unavailable\n", []]);
      const failed = expect.objectContaining({ code: "STORE_UNAVAILABLE" }) as unknown;
      expect(consoleError.mock.calls).toEqual([["[sess] a request failed:", failed]]);
    },
  );

  it("a store that cannot be written: 503 in place of the page, and nothing of it", async () => {
    const { alice, store } = failing(makeApp);
    await alice.ask("/write");
    store.pauseNext("patch").fail(new Error("down"));
    const { status, body, headers } = await alice.ask("/write");
    expect([status, body]).toEqual([503, "Service Unavailable\n"]);
    expect(Object.fromEntries(headers)).toEqual({
      "cache-control": "no-store",
      "content-type": "text/plain; charset=utf-8",
    });
    expect(consoleError).toHaveBeenCalledTimes(1);
    expect((await alice.ask("/write")).body).toBe("SECRET");
  });

  it("a bug of the app's stays Hono's: 500, and on the console", async () => {
    const { alice } = failing(makeApp);
    expect((await alice.ask("/bug")).status).toBe(500);
    expect(consoleError.mock.calls).toEqual([[expect.objectContaining({ message: "my bug" })]]);
  });
});

describe("app.onError", () => {
  it("hears of the library's errors, with code and status", async () => {
    const { app, alice, store } = failing();
    const heard: unknown[] = [];
    app.onError((error, c) => {
      const { code, status } = error as unknown as { code: string; status: 401 };
      heard.push([code, status]);
      return c.text("own page", status);
    });
    await alice.ask("/write");
    store.pauseNext("read").fail(new Error("down"));
    await alice.ask("/guarded");
    store.pauseNext("patch").fail(new Error("down"));
    await alice.ask("/write");
    await alice.ask("/nowhere", { method: "POST", headers: foreign });
    await alice.ask("/verb");
    await alice.ask("/guarded");
    expect((await alice.ask("/form", { method: "POST" })).body).toBe("own page");
    expect(heard).toEqual([
      ["STORE_UNAVAILABLE", 503],
      ["STORE_UNAVAILABLE", 503],
      ["CROSS_ORIGIN", 403],
      ["LOGIN_REQUIRED", 401],
      ["LOGIN_REQUIRED", 401],
      ["CSRF_TOKEN", 403],
    ]);
    expect(consoleError).not.toHaveBeenCalled();
  });

  it("of an app within the app, too; getResponse() is the answer that Hono would have given", async () => {
    const { app, alice } = failing();
    const inner = new Hono().onError((error, c) =>
      "getResponse" in error ? error.getResponse() : c.text("bug", 500),
    );
    inner.get("/guarded", requireLogin(), (c) => c.text("SECRET"));
    app.route("/inner", inner);
    const { status, body } = await alice.ask("/inner/guarded", { headers: script });
    expect([status, JSON.parse(body)]).toMatchObject([401, { code: "LOGIN_REQUIRED" }]);
  });

  it("that fails by itself is Hono's affair", async () => {
    const { app, alice } = failing();
    app.onError(() => {
      throw new Error("worse");
    });
    await expect(alice.ask("/guarded")).rejects.toThrow("worse");
  });
});

it("where no middleware has run: 500, and the console tells what to install (T-28, V-27)", async () => {
  const app = new Hono();
  app.get("/", requireLogin(), (c) => c.text("SECRET"));
  app.post("/", requireCsrfToken(), (c) => c.text("SECRET"));
  for (const method of ["GET", "POST"]) expect((await app.request("/", { method })).status).toBe(500);
  const failed = expect.objectContaining({ code: "NOT_INSTALLED" }) as unknown;
  expect(consoleError.mock.calls).toEqual([[failed], [failed]]);
});
