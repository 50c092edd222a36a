import { createSessions } from "@sess/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { World } from "./support/browser.js";
import { MapStore } from "./support/map-store.js";

afterEach(() => void vi.unstubAllEnvs());

describe("plain HTTP in development", () => {
  it.each([["development"], ["test"], [""]])(
    "NODE_ENV=%j: a cookie without prefix and Secure, and an event",
    async (env) => {
      vi.stubEnv("NODE_ENV", env);
      const world = new World({ cookie: { sameSite: "none", partitioned: true } });
      const browser = world.browser(false);
      const request = await browser.begin();
      request.session["a"] = 1;
      await request.end();
      expect(request.setCookies[0]).toMatch(/^sid=[A-Za-z0-9_-]{44}; Path=\/; HttpOnly; SameSite=Lax$/);
      expect(world.events.at(-1)).toMatchObject({ type: "insecure_transport", cookie: "unprotected" });
      expect(await browser.visit((session) => session["a"])).toBe(1);
      const ending = await browser.begin();
      await ending.session.logout();
      expect((await ending.end()).setCookies[0]).toMatch(
        /^sid=; Path=\/; HttpOnly; SameSite=Lax; Max-Age=0; Expires=/,
      );
    },
  );

  it("an environment that may not be read counts as one without NODE_ENV", () => {
    const forbidden = (): never => {
      throw new Error("Requires env access");
    };
    vi.stubGlobal("process", { env: Object.defineProperty({}, "NODE_ENV", { get: forbidden }) });
    try {
      expect(() => createSessions({ store: new MapStore() })).not.toThrow();
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it("has no Domain either: a plain cookie is not shared with other hosts", async () => {
    const world = new World({ cookie: { domain: "example.com", sameSite: "strict" } });
    const request = await world.browser(false).begin();
    request.session["a"] = 1;
    expect((await request.end()).setCookies[0]).toMatch(/^sid=[^;]*; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  it("and TLS do not read each other's cookie (V-15)", async () => {
    const world = new World();
    const [plain, secure] = [world.browser(false), world.browser()];
    await plain.visit((session) => session.login("alice"));
    await secure.visit((session) => session.login("alice"));
    for (const [browser, cookie] of [
      [plain, secure.cookie],
      [secure, plain.cookie],
    ] as const) {
      const reads = world.store.count("read");
      expect((await browser.begin(cookie)).session.isNew).toBe(true);
      expect(world.store.count("read")).toBe(reads);
    }
  });
});

describe.each([
  ["in production", { env: "production", options: {} }],
  ["where allowPlainHttp is false", { env: "development", options: { allowPlainHttp: false } }],
])("plain HTTP %s (SM-04, N-09, N-07, T-05)", (_, { env, options }) => {
  const withheld = expect.objectContaining({
    type: "insecure_transport",
    cookie: "withheld",
    advice: expect.stringContaining("trust proxy") as string,
  }) as unknown;

  function world(): World {
    vi.stubEnv("NODE_ENV", env);
    return new World(options);
  }

  it("gets no session: nothing is stored, and an event says what to do", async () => {
    const { browser, store, events } = ((w: World) => ({
      browser: w.browser(false),
      store: w.store,
      events: w.events,
    }))(world());
    const request = await browser.begin();
    request.session["a"] = 1;
    await request.end();
    expect(request.setCookies).toEqual([]);
    expect(store.calls).toEqual([]);
    expect(events).toEqual([withheld]);
  });

  it.each([
    ["login", (request: Request) => request.session.login("alice")],
    ["save", (request: Request) => request.session.save()],
    ["update", (request: Request) => request.session.update((data) => void (data["a"] = 1))],
  ])("%s throws INSECURE_TRANSPORT", async (__, verb) => {
    const plain = world();
    const request = await plain.browser(false).begin();
    await expect(verb(request)).rejects.toMatchObject({ code: "INSECURE_TRANSPORT", status: 500 });
    expect(plain.events).toEqual([withheld]);
    expect(plain.store.calls).toEqual([]);
  });

  it("a session over TLS behind a proxy that nobody told of can be read and ended, but gets no new cookie", async () => {
    const both = world();
    const secure = both.browser();
    await secure.visit((session) => session.login("alice"));
    const request = await both.browser(false).begin(secure.cookie);
    expect(request.session.userId).toBe("alice");
    await expect(request.session.rotate()).rejects.toMatchObject({ code: "INSECURE_TRANSPORT" });
    await request.session.logout();
    await request.end();
    expect(request.setCookies).toEqual([]);
    expect(both.store.records.size).toBe(0);
  });

  it("the unprefixed cookie is not read", async () => {
    const plain = world();
    await plain.browser(false).begin(`sid=${"A".repeat(44)}`);
    expect(plain.store.calls).toEqual([]);
    expect(plain.events).toEqual([]);
  });
});

describe("allowPlainHttp", () => {
  it("throws in production: there is no downgrade (D-06)", () => {
    vi.stubEnv("NODE_ENV", "production");
    expect(() => createSessions({ store: new MapStore(), allowPlainHttp: true })).toThrow(
      expect.objectContaining({
        code: "INVALID_OPTION",
        message: expect.stringContaining("allowPlainHttp") as string,
      }),
    );
  });

  it("defaults to development where there is no process, and no environment", () => {
    for (const process of [undefined, {}, { env: undefined }]) {
      vi.stubGlobal("process", process);
      const made = createSessions({ store: new MapStore() });
      vi.unstubAllGlobals();
      expect(made).toBeDefined();
    }
  });
});

type Request = Awaited<ReturnType<ReturnType<World["browser"]>["begin"]>>;
