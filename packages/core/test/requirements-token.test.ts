import { deflateRawSync } from "node:zlib";
import { createSessions, type SessionOptions } from "@sess/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Browser, type TestRequest, World } from "./support/browser.js";
import { MapStore } from "./support/map-store.js";
import { SignedIn } from "./support/signed-in.js";

const NAME = "__Host-Http-sid";

afterEach(() => {
  vi.restoreAllMocks();
  // Else the next file would get a pool that no generator has filled.
  vi.resetModules();
});

const tokenOf = ({ cookie = "" }: Browser): string => cookie.slice(NAME.length + 1);

describe("the token in the cookie", () => {
  it("is another one for each of 20 000 sessions, without structure, though user and time are the same (7.2.3, SESS-01)", async () => {
    const MANY = 20_000;
    const world = new World();
    const tokens: string[] = [];
    for (let count = 0; count < MANY; count++) {
      const browser = world.browser();
      await browser.visit((session) => session.login("alice"));
      tokens.push(tokenOf(browser));
    }
    expect(new Set(tokens).size).toBe(MANY);
    for (let place = 0; place < 44; place++) {
      const counts = new Map<string, number>();
      for (const token of tokens) counts.set(token.charAt(place), (counts.get(token.charAt(place)) ?? 0) + 1);
      const expected = MANY / 64;
      const chiSquare = [...counts.values()].reduce(
        (sum, count) => sum + (count - expected) ** 2 / expected,
        (64 - counts.size) * expected,
      );
      // 63 degrees of freedom: exceeded less than once in a billion.
      expect(chiSquare).toBeLessThan(156);
    }
    const bytes = Buffer.concat(tokens.map((token) => Buffer.from(token, "base64url")));
    expect(bytes).toHaveLength(33 * MANY);
    expect(deflateRawSync(bytes, { level: 9 }).length).toBeGreaterThan(bytes.length);
  });

  it("comes from no option, and not from who signs in (7.2.2)", async () => {
    for (const name of ["genid", "generateToken", "generateId", "token", "sessionId", "secret"]) {
      const options = { store: new MapStore(), [name]: () => "A".repeat(44) };
      expect(() => createSessions(options)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
    }
    const world = new World();
    const [first, second] = [world.browser(), world.browser()];
    for (const browser of [first, second]) await browser.visit((session) => session.login("alice"));
    expect(tokenOf(first)).not.toBe(tokenOf(second));
  });

  it("that a broken generator makes twice opens one session only (7.2.3)", async () => {
    vi.resetModules();
    vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
      if (array instanceof Uint8Array) array.fill(7);
      return array;
    });
    const { World: Fresh } = await import("./support/browser.js");
    const world = new Fresh();
    const [alice, mallory] = [world.browser(), world.browser()];
    await alice.visit((session) => session.login("alice"));
    const request = await mallory.begin();
    await expect(request.session.login("mallory")).rejects.toMatchObject({ code: "STORE_CONFLICT" });
    await request.end();
    expect(request.setCookies).toEqual([]);
    expect(await alice.visit((session) => session.userId)).toBe("alice");
    expect(world.store.records.size).toBe(1);
  });

  const lives: [string, Partial<SessionOptions>, RegExp][] = [
    ["without keys", {}, /^[A-Za-z0-9_-]{44}$/],
    [
      "with keys",
      { keys: ["3q2+7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs="] },
      /^[A-Za-z0-9_-]{44}\.[A-Za-z0-9_-]{22}$/,
    ],
  ];
  it.each(lives)(
    "%s is all that the browser is ever given, in one cookie (14.3.3, SM-14, N-12)",
    async (_, options, grammar) => {
      const world = new SignedIn(options);
      const browser = world.browser();
      const acts: ((request: TestRequest) => unknown)[] = [
        ({ session }) => (session["cart"] = ["a secret wish"]),
        ({ session }) => session.newCsrfToken(),
        ({ session }) => session.login("ada@example.com", { label: "a tablet", level: 2, levelSeconds: 60 }),
        ({ session }) => session.addFlash("info", "hello"),
        ({ session }) => session.rotate(),
        ({ session }) => session.takeFlash("info"),
        ({ session }) => session.regenerate(),
        ({ session }) => session.login("bob"),
        ({ session }) => session.logout(),
      ];
      const lines: string[] = [];
      for (const act of acts) {
        const request = await browser.begin();
        await act(request);
        lines.push(...(await request.end()).setCookies);
        for (const name of request.headers.keys())
          expect(["set-cookie", "vary", "cache-control"]).toContain(name);
      }
      expect(lines.length).toBeGreaterThan(4);
      for (const line of lines) {
        const [name, value] = (line.split(";", 1)[0] ?? "").split("=");
        expect(name).toBe(NAME);
        if (!line.includes("Max-Age=0")) expect(value).toMatch(grammar);
      }
    },
  );
});

describe("a token anywhere but in the cookie", () => {
  it("opens nothing, and nothing is looked up for it: in the path, or in any other header (14.2.1, SM-03, SESS-04)", async () => {
    const world = new World();
    const owner = world.browser();
    await owner.visit((session) => session.login("alice"));
    const token = tokenOf(owner);
    world.store.calls.length = 0;
    const asked = {
      path: `/?sid=${token}&${NAME}=${token};sid=${token}`,
      headers: new Proxy({}, { get: (_, name) => (name === "authorization" ? `Bearer ${token}` : token) }),
    };
    const request = await world.browser().send(asked);
    expect(request.session.userId).toBeUndefined();
    expect(world.store.calls).toEqual([]);
  });

  it("an access token begins no session, and keeps none alive (N-13)", async () => {
    const world = new World();
    const owner = world.browser();
    await owner.visit((session) => session.login("alice"));
    const { expiresAt } = [...world.store.records.values()][0] as { expiresAt: number };
    world.store.calls.length = 0;
    const api = world.browser();
    for (const authorization of ["Bearer abc.def.ghi", `Bearer ${tokenOf(owner)}`, "Basic YTpi"]) {
      world.now += 10 * 60_000;
      const request = await api.send({ headers: { authorization } });
      expect(request.session.userId).toBeUndefined();
      expect(() => request.session.requireLogin()).toThrow(
        expect.objectContaining({ code: "LOGIN_REQUIRED" }),
      );
      await request.end();
      expect(request.setCookies).toEqual([]);
    }
    expect(world.store.calls).toEqual([]);
    expect([...world.store.records.values()][0]).toMatchObject({ expiresAt });
    expect(await owner.begin().then(({ session }) => session.userId)).toBeUndefined();
  });
});
