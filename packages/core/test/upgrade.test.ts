import { createSessions, type LoadedSession, type SessionOptions, type StoredRecord } from "@sess/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Browser, World } from "./support/browser.js";
import { MapStore } from "./support/map-store.js";
import { type Hooks, InterceptedStore } from "./support/intercepted-store.js";

afterEach(() => void vi.unstubAllEnvs());

const HOUR = 3_600_000;

describe("sessions.load: the session of an upgrade request", () => {
  it("is a snapshot of who is signed in, and of the data", async () => {
    const { world, load } = await signedIn({}, { theme: "dark", $odd: 1 });
    const { expiresAt, createdAt, authenticatedAt, ...rest } = (await load())!;
    expect(rest).toEqual({
      id: expect.stringMatching(/^[\w-]{22}$/) as string,
      userId: "alice",
      assuranceLevel: 1,
      data: { theme: "dark", $odd: 1 },
    });
    expect(createdAt).toEqual(new Date(world.now));
    expect(authenticatedAt).toEqual(new Date(world.now));
    expect(expiresAt).toEqual(new Date(world.now + HOUR / 2));
  });

  it("of somebody who has not signed in has no user", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => void (session["cart"] = ["ink"]));
    const loaded = await world.sessions.load(requestOf(browser));
    expect(loaded).toMatchObject({ userId: undefined, authenticatedAt: undefined, data: { cart: ["ink"] } });
  });

  it("has the handle that the app sees in the session, also after a rotation", async () => {
    const { browser, load } = await signedIn();
    const id = await browser.visit((session) => session.id);
    expect((await load())?.id).toBe(id);
    await browser.visit((session) => session.rotate());
    expect((await load())?.id).toBe(id);
  });

  it("is frozen, has no verb, and no write to it reaches the store (4.4.4)", async () => {
    const { world, load } = await signedIn({}, { list: [1] });
    const loaded = (await load()) as { userId: string; data: Record<string, unknown[]> };
    expect(() => (loaded.userId = "mallory")).toThrow(TypeError);
    expect(() => (loaded.data = {})).toThrow(TypeError);
    expect(() => (loaded.data["list"] = [])).toThrow(TypeError);
    expect(() => (loaded.data["more"] = [])).toThrow(TypeError);
    expect(Object.values(loaded).filter((value) => typeof value === "function")).toEqual([]);
    loaded.data["list"]?.push(2);
    expect((await load())?.data).toEqual({ list: [1] });
    expect(world.store.count("patch")).toBe(0);
  });

  it("holds neither the token nor its hash", async () => {
    const { world, browser, load } = await signedIn({}, { theme: "dark" });
    const loaded = await load();
    const [key] = [...world.store.records.keys()];
    const token = browser.cookie?.split("=")[1];
    expect(token).toMatch(/^.{44}$/);
    const seen = JSON.stringify({ loaded, events: world.events });
    expect(seen).not.toContain(token);
    expect(seen).not.toContain(key);
  });

  it("costs one read and nothing else, and never moves the deadline", async () => {
    const { world, load } = await signedIn();
    const end = (await load())!.expiresAt;
    world.now += HOUR / 2 - 1;
    world.store.calls.length = 0;
    expect((await load())?.expiresAt).toEqual(end);
    expect(world.store.calls.map(([operation]) => operation)).toEqual(["read"]);
    world.now += 1;
    expect(await load()).toBeUndefined();
  });

  it("says when it ends, also where the limit was made shorter since", async () => {
    const { world, browser } = await signedIn();
    const stricter = new World({ absoluteSeconds: 600, clock: { now: () => world.now } }, () => world.store);
    const loaded = await stricter.sessions.load(requestOf(browser));
    expect(loaded?.expiresAt).toEqual(new Date(world.now + 600_000));
  });
});

describe("there is none, and no session begins (4.4.4)", () => {
  it("without a Cookie header, or without a cookie of ours: the store is not asked, nor is the origin", async () => {
    const { sessions, store, events } = new World();
    for (const cookie of [undefined, "", "theme=dark", "xsid=1", "__Host-Http-sidx=1"]) {
      expect(await sessions.load({ headers: { cookie, origin: "http://evil.example" } })).toBeUndefined();
    }
    expect(store.calls).toEqual([]);
    expect(events).toEqual([]);
  });

  it("with a cookie that is malformed, or with too many", async () => {
    const { world, load } = await signedIn();
    world.store.calls.length = 0;
    expect(await load({ cookie: "__Host-Http-sid=x" })).toBeUndefined();
    expect(await load({ cookie: `__Host-Http-sid=${"A".repeat(45)}` })).toBeUndefined();
    const many = Array.from({ length: 5 }, (_, nth) => `__Host-Http-sid=${String(nth).repeat(44)}`);
    expect(await load({ cookie: many.join("; ") })).toBeUndefined();
    expect(world.store.calls).toEqual([]);
    expect(world.events.map((event) => "reason" in event && event.reason)).toEqual([
      "malformed",
      "malformed",
      "too_many",
    ]);
  });

  it("with a cookie that another key signed", async () => {
    const { world, browser, load } = await signedIn({ keys: ["0123456789abcdefghijklmnopqrstuv"] });
    expect((await load())?.userId).toBe("alice");
    const [name, value] = browser.cookie!.split("=") as [string, string];
    world.store.calls.length = 0;
    expect(await load({ cookie: `${name}=${value.slice(0, -1)}${value.endsWith("A") ? "Q" : "A"}` })).toBe(
      undefined,
    );
    expect(world.store.calls).toEqual([]);
  });

  it("with a guessed token (7.2.1)", async () => {
    const { load } = await signedIn();
    expect(await load({ cookie: `__Host-Http-sid=${"A".repeat(44)}` })).toBeUndefined();
  });

  it("with two live sessions in one header", async () => {
    const { world, browser, load } = await signedIn();
    const other = world.browser();
    await other.visit((session) => session.login("mallory"));
    world.events.length = 0;
    expect(await load({ cookie: `${other.cookie}; ${browser.cookie}` })).toBeUndefined();
    expect(world.typesOfEvents()).toEqual(["ambiguous_cookie"]);
  });

  it.each([
    ["logout", (browser: Browser) => browser.visit((session) => session.logout())],
    ["regenerate", (browser: Browser) => browser.visit((session) => session.regenerate())],
    ["rotate", (browser: Browser) => browser.visit((session) => session.rotate())],
    ["a new login", (browser: Browser) => browser.visit((session) => session.login("alice"))],
  ])("with the cookie of before %s", async (_, end) => {
    const { browser, load } = await signedIn();
    const { cookie } = browser;
    await end(browser);
    expect(await load({ cookie })).toBeUndefined();
  });

  it("after the idle limit, and after the absolute one (4.4.3)", async () => {
    const { world, browser, load } = await signedIn();
    world.now += HOUR / 2;
    expect(await load()).toBeUndefined();

    await browser.visit((session) => session.login("alice"));
    for (let visits = 0; visits < 24; visits++) {
      world.now += HOUR / 3;
      await browser.visit(() => undefined);
    }
    expect(await load()).toBeUndefined();
    expect(world.store.count("create")).toBe(2);
  });
});

describe("records that the store should not hold (T-21)", () => {
  const hostile: readonly [string, (good: StoredRecord) => unknown, string][] = [
    ["a text", () => "record", "record"],
    ["null", () => null, "record"],
    ["no fields", () => ({}), "fields"],
    ["a field that is a number", (good) => ({ ...good, fields: { ...good.fields, n: 1 } }), "fields"],
    ["no version", (good) => ({ ...good, version: undefined }), "version"],
    ["no deadline", (good) => ({ ...good, expiresAt: "never" }), "expiresAt"],
    ["no facts", (good) => ({ ...good, fields: {} }), "facts"],
    ["foreign facts", (good) => ({ ...good, fields: { $: "[2]" } }), "facts"],
    ["data that are cut off", (good) => ({ ...good, fields: { ...good.fields, a: "[1" } }), "data"],
    ["data that are empty", (good) => ({ ...good, fields: { ...good.fields, a: "" } }), "data"],
    [
      "data that are too deep",
      (good) => ({ ...good, fields: { ...good.fields, a: "[".repeat(1000) + "]".repeat(1000) } }),
      "data",
    ],
  ];

  it.each(hostile)("%s: no session, and an event", async (_, change, detail) => {
    const { world, load } = await signedIn();
    answerWith(world, change);
    expect(await load()).toBeUndefined();
    expect(world.events).toEqual([{ type: "record_invalid", detail }]);
  });

  it("names of verbs and prototypes stay plain data, or are not shown", async () => {
    const { world, load } = await signedIn({}, { good: 1 });
    const odd = JSON.parse('{"__proto__":"{\\"polluted\\":1}","login":"1","userId":"1","$x":"1"}') as object;
    answerWith(world, (good) => ({
      ...good,
      fields: Object.assign(Object.create(null) as object, odd, good.fields),
    }));
    const loaded = await load();
    expect(loaded?.userId).toBe("alice");
    expect(Object.entries(loaded!.data)).toEqual([["good", 1]]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe("a store that fails", () => {
  it("is STORE_UNAVAILABLE, and an event", async () => {
    const hooks: Hooks = {};
    const world = new World({}, (store) => new InterceptedStore(store, hooks));
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    world.events.length = 0;
    hooks.before = () => Promise.reject(new Error("down"));
    await expect(world.sessions.load(requestOf(browser))).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      status: 503,
    });
    expect(world.typesOfEvents()).toEqual(["store_failed"]);
    delete hooks.before;
    expect((await world.sessions.load(requestOf(browser)))?.userId).toBe("alice");
  });

  it("is not even asked for a page of another origin", async () => {
    const world = new World({}, (store) => new InterceptedStore(store, { before: refuseReads }));
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    world.events.length = 0;
    await expect(
      world.sessions.load(requestOf(browser, { origin: "https://evil.example" })),
    ).rejects.toMatchObject({ code: "CROSS_ORIGIN" });
    expect(world.events).toEqual([]);
  });

  function refuseReads(operation: string): Promise<void> | void {
    if (operation === "read") return Promise.reject(new Error("down"));
  }
});

describe("which page opened it (X-07, 4.4.2)", () => {
  const rows: readonly [ok: boolean, what: string, origin: string | undefined, host: string | undefined][] = [
    [true, "the same host", "https://app.example", "app.example"],
    [true, "the same host, the scheme hidden by a proxy", "http://app.example", "app.example"],
    [true, "the same host and port", "http://localhost:3000", "localhost:3000"],
    [true, "HTTPS and its own port, which a proxy adds", "https://app.example", "app.example:443"],
    [true, "HTTP and its own port", "http://app.example", "app.example:80"],
    [true, "an IPv4 address", "http://127.0.0.1:3000", "127.0.0.1:3000"],
    [true, "an IPv6 address", "http://[::1]:3000", "[::1]:3000"],
    [true, "an IPv6 address without a port", "https://[2001:db8::1]", "[2001:db8::1]"],
    [true, "an IPv6 address in other words", "https://[2001:db8::1]", "[2001:DB8:0:0::1]"],
    [true, "upper case in the host", "https://app.example", "App.EXAMPLE"],
    [true, "upper case in the origin", "HTTPS://App.Example", "app.example"],
    [true, "a host of one word", "http://web:8080", "web:8080"],

    [false, "another host", "https://evil.example", "app.example"],
    [false, "a sub-domain", "https://blog.app.example", "app.example"],
    [false, "the domain above", "https://example", "app.example"],
    [false, "our name in front of another", "https://app.example.evil.example", "app.example"],
    [false, "our name at the end of another", "https://evilapp.example", "app.example"],
    [false, "another port", "http://localhost:3001", "localhost:3000"],
    [false, "a port on one side only", "http://localhost", "localhost:3000"],
    [false, "the port of the other scheme: HTTPS", "https://app.example", "app.example:80"],
    [false, "the port of the other scheme: HTTP", "http://app.example", "app.example:443"],
    [false, "another IPv6 address", "http://[::2]:3000", "[::1]:3000"],
    [false, "localhost by its number", "http://localhost:3000", "127.0.0.1:3000"],
    [false, "a dot at the end", "https://app.example.", "app.example"],

    [false, "null, as from a sandboxed frame", "null", "app.example"],
    [false, "null, where the host is called so", "null", "null"],
    [false, "null, where the host is called base", "null", "base"],
    [false, "no origin", undefined, "app.example"],
    [false, "an empty origin", "", "app.example"],
    [false, "an empty origin and an empty host", "", ""],
    [false, "no host", "https://app.example", undefined],
    [false, "an empty host", "https://app.example", ""],

    [false, "a user in front of the host", "http://evil@app.example", "app.example"],
    [false, "our name as the user", "http://app.example@evil.example", "app.example"],
    [false, "our name as user and password", "http://app.example:80@evil.example", "app.example"],
    [false, "a user in the host", "https://evil.example", "app.example@evil.example"],
    [false, "a path", "https://app.example/", "app.example"],
    [false, "our name as a path", "https://evil.example/app.example", "app.example"],
    [false, "our name as a fragment", "https://evil.example#app.example", "app.example"],
    [false, "our name as a query", "https://evil.example?app.example", "app.example"],
    [false, "a backslash", "https://app.example\\@evil.example", "app.example"],
    [false, "the bare host", "app.example", "app.example"],
    [false, "no scheme", "//app.example", "app.example"],
    [false, "a WebSocket's scheme", "wss://app.example", "app.example"],
    [false, "an app's scheme", "capacitor://localhost", "localhost"],
    [false, "an extension", "chrome-extension://app.example", "app.example"],
    [false, "a file", "file://", "app.example"],
    [false, "a blob", "blob:https://app.example", "app.example"],
    [false, "two origins", "https://app.example https://evil.example", "app.example"],
    [false, "two origins in two headers", "https://app.example, https://evil.example", "app.example"],
    [false, "a tab", "https://app\t.example", "app.example"],
    [false, "a host that is none", "http://[", "["],
    [false, "a port that is none", "http://app.example:99999", "app.example:99999"],
    [false, "a host with a path", "https://app.example", "app.example/evil"],
  ];

  it.each(rows)("%s for %s: Origin %j, Host %j", async (ok, _, origin, host) => {
    const { world, load } = await signedIn({}, {}, !/^http:/i.test(origin ?? ""));
    world.store.calls.length = 0;
    const outcome = await load({ origin, host }).catch((error: unknown) => error);
    if (ok) {
      expect(outcome).toMatchObject({ userId: "alice" });
    } else {
      expect(outcome).toMatchObject({ name: "SessionError", code: "CROSS_ORIGIN", status: 403 });
      expect(world.store.calls).toEqual([]);
    }
  });

  it("what came over TLS is not for a page that anybody on the way could have changed (4.4.4)", async () => {
    const { load } = await signedIn();
    const plain = { origin: "http://app.example", host: "app.example" };
    await expect(load(plain)).rejects.toMatchObject({ code: "CROSS_ORIGIN" });
  });

  it("over HTTP/2 the host has another name", async () => {
    const { world, browser } = await signedIn();
    const headers = { cookie: browser.cookie, origin: "https://app.example", ":authority": "app.example" };
    expect((await world.sessions.load({ headers }))?.userId).toBe("alice");
  });

  it.each([
    ["https://app.example", true],
    ["https://admin.example:8443", true],
    ["capacitor://localhost", true],
    ["https://app.example:8443", false],
    ["http://app.example", false],
    ["https://app.exampl", false],
    ["https://app.example.evil.example", false],
    ["https://blog.app.example", false],
    ["HTTPS://APP.EXAMPLE", false],
    ["https://app.example/", false],
    ["null", false],
    [undefined, false],
  ])("a trusted origin counts to the letter: %s %s", async (origin, ok) => {
    const trustedOrigins = ["https://app.example", "https://admin.example:8443", "capacitor://localhost"];
    const { load } = await signedIn({ crossOrigin: { trustedOrigins } });
    const outcome = await load({ origin, host: "api.example" }).catch((error: unknown) => error);
    expect(outcome).toMatchObject(ok ? { userId: "alice" } : { code: "CROSS_ORIGIN" });
  });

  it("the own host counts besides", async () => {
    const { load } = await signedIn({ crossOrigin: { trustedOrigins: ["https://app.example"] } });
    expect((await load())?.userId).toBe("alice");
  });

  it("the error names both, briefly and in one line, and not the cookie", async () => {
    const { browser, load } = await signedIn();
    const error = (await load({ origin: `http://evil\n${"x".repeat(5000)}` }).catch(
      (thrown: unknown) => thrown,
    )) as Error;
    expect(error.message).toContain('"http://evil\\u000axxx');
    expect(error.message).toContain('"localhost:3000"');
    expect(error.message).toContain("trustedOrigins");
    expect(error.message.length).toBeLessThan(500);
    expect(error.message).not.toContain("\n");
    expect(error.message).not.toContain(browser.cookie?.split("=")[1]);
    await expect(load({ origin: undefined })).rejects.toThrow("Origin is missing");
  });

  it("without an Origin it says what a script has to send, and nothing of trusted origins", async () => {
    const { load } = await signedIn();
    await expect(load({ origin: undefined })).rejects.toThrow(
      "The request came with a session, but its Origin is missing. Browsers tell; a script or a test has to: Origin: https://localhost:3000.",
    );
  });
});

describe("wrong options throw INVALID_OPTION at construction", () => {
  it.each([
    [null, "crossOrigin"],
    [{ origins: [] }, "origins"],
    // As a text, it would be searched for the Origin: a part of it would do.
    [{ trustedOrigins: "https://app.example" }, "trustedOrigins"],
    [{ trustedOrigins: null }, "trustedOrigins"],
    ...[
      undefined,
      /app/,
      "*",
      "null",
      "",
      "app.example",
      "https://app.example/",
      "https://app.example:443",
      "https://App.example",
      "HTTPS://app.example",
      "https://*.app.example",
      "https://user@app.example",
      "https://",
      "http://[",
      "https:app.example",
    ].map((origin) => [{ trustedOrigins: ["https://ok.example", origin] }, "trustedOrigins[1]"]),
  ] as [unknown, string][])("%j", (crossOrigin, names) => {
    const options = { store: new MapStore(), crossOrigin } as SessionOptions;
    expect(() => createSessions(options)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining(names) as string }),
    );
  });
});

describe("which cookie counts", () => {
  it("in development both names, and that of TLS first", async () => {
    vi.stubEnv("NODE_ENV", "development");
    const world = new World();
    const [plain, secure] = [world.browser(false), world.browser()];
    await plain.visit((session) => session.login("plain"));
    await secure.visit((session) => session.login("secure"));
    const userOf = async (cookie: string): Promise<unknown> =>
      (await world.sessions.load(requestOf(plain, { cookie })))?.userId;
    expect(await userOf(plain.cookie!)).toBe("plain");
    expect(await userOf(secure.cookie!)).toBe("secure");
    expect(await userOf(`${plain.cookie}; ${secure.cookie}`)).toBe("secure");
  });

  it.each([
    ["in production", "production", {}],
    ["where allowPlainHttp is false", "development", { allowPlainHttp: false }],
  ])("%s only the name with the prefix", async (_, env, options) => {
    vi.stubEnv("NODE_ENV", env);
    const { world, browser, load } = await signedIn(options);
    expect(browser.cookie).toMatch(/^__Host-Http-sid=/);
    expect((await load())?.userId).toBe("alice");
    world.store.calls.length = 0;
    expect(await load({ cookie: browser.cookie?.replace("__Host-Http-", "") })).toBeUndefined();
    expect(world.store.calls).toEqual([]);
  });

  it("with a domain it has another prefix", async () => {
    const { browser, load } = await signedIn({ cookie: { domain: "example.com", name: "me" } });
    expect(browser.cookie).toMatch(/^__Secure-me=/);
    expect((await load())?.userId).toBe("alice");
  });
});

interface Headers {
  readonly cookie?: string | undefined;
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
}

function requestOf(browser: Browser, headers: Headers = {}): { method: string; headers: Headers } {
  const usual = { cookie: browser.cookie, origin: "https://localhost:3000", host: "localhost:3000" };
  return { method: "GET", headers: { ...usual, ...headers } };
}

/** A signed-in browser, and how it asks for a WebSocket. */
async function signedIn(
  options: Partial<SessionOptions> = {},
  data: Record<string, unknown> = {},
  secure = true,
): Promise<{
  world: World;
  browser: Browser;
  load(headers?: Headers): Promise<LoadedSession | undefined>;
}> {
  const world = new World(options);
  const browser = world.browser(secure);
  await browser.visit((session) => session.login("alice", { data }));
  world.events.length = 0;
  const load = (headers?: Headers): Promise<LoadedSession | undefined> =>
    world.sessions.load(requestOf(browser, headers));
  return { world, browser, load };
}

function answerWith(world: World, change: (good: StoredRecord) => unknown): void {
  const { read } = world.store;
  world.store.read = async (key) => {
    const good = await read.call(world.store, key);
    return good && (change(good) as StoredRecord);
  };
}
