import { inspect } from "node:util";
import { createSessions, type SessionEvent } from "@sess/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Asked, type Browser, Browser as TestBrowser, type TestRequest } from "./support/browser.js";
import { type Hooks, InterceptedStore } from "./support/intercepted-store.js";
import { MapStore } from "./support/map-store.js";

const KEY = "canary-key-0123456789-abcdefghijklmnop";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** A life with everything in it that makes core speak, and all that was said. */
class Life {
  readonly store = new MapStore();
  readonly hooks: Hooks = {};
  /** What must not be said. */
  readonly secrets = new Set<string>([KEY]);
  /** What has been said, in every form in which it could be logged. */
  readonly said: string[] = [];
  readonly browser: Browser;
  readonly sessions;

  constructor(onEvent?: (event: SessionEvent) => void) {
    const store = new InterceptedStore(this.store, {
      before: (operation, key) => {
        this.secrets.add(key);
        return this.hooks.before?.(operation, key);
      },
    });
    const listener = onEvent === undefined ? {} : { onEvent };
    this.sessions = createSessions({ store, keys: [KEY], maxBytes: 2000, ...listener });
    this.browser = new TestBrowser(this.sessions);
  }

  say(value: unknown): void {
    for (const depth of [0, 2, Infinity]) {
      this.said.push(
        inspect(value, {
          depth,
          showHidden: true,
          getters: true,
          showProxy: true,
          maxStringLength: Infinity,
        }),
      );
    }
    this.said.push(String(value), JSON.stringify(value) ?? "");
    if (!(value instanceof Error)) return;
    this.said.push(value.message, value.stack ?? "", JSON.stringify({ ...value }));
    if (value.cause !== undefined) this.say(value.cause);
  }

  /** One request; whatever it throws is said, and so is all that an app can get hold of. */
  async request(
    act: (request: TestRequest) => unknown,
    cookie = this.browser.cookie,
    asked: Asked = {},
  ): Promise<void> {
    this.learn(cookie);
    const request = this.browser.open(cookie, {}, asked);
    try {
      await request.ready;
      await act(request);
      await request.end();
    } catch (error) {
      expect(error).toMatchObject({ name: "SessionError" });
      this.say(error);
    }
    this.learn(this.browser.cookie);
    for (const line of request.setCookies) this.learn(line.split(";")[0]);
    for (const value of [request.session, { ...request.session }, request.handle, this.sessions])
      this.say(value);
    const { session } = request;
    this.say([session.id, session.userId, session.createdAt, session.expiresAt, session.save, session.isNew]);
  }

  learn(cookie: string | undefined): void {
    const value = cookie?.slice(cookie.indexOf("=") + 1) ?? "";
    for (const secret of [value, ...value.split(".")]) if (secret.length >= 22) this.secrets.add(secret);
  }

  async live(): Promise<void> {
    const { browser } = this;
    const down = (): never => {
      throw new Error("connection lost");
    };
    await this.request(({ session }) => (session["cart"] = [1]));
    await this.request(({ session }) => session.login("alice", { keep: ["cart"] }));
    await this.request(({ session }) => session.rotate());
    await this.request(({ session }) => session.update((data) => void (data["n"] = 1)));
    await this.request(({ session }) =>
      session.login("alice", { level: 2, levelSeconds: 60, label: "Phone" }),
    );
    await this.request(async ({ session }) => {
      const token = await session.newCsrfToken();
      this.secrets.add(token).add(token.slice(43));
      await session.requireCsrfToken(token);
    });
    await this.request(({ session }) => session.requireCsrfToken([...this.secrets].at(-1)?.padEnd(86, "A")));
    await this.request(({ session }) => session.requireLogin({ level: 3 }));
    await this.request(({ session }) => session.addFlash("info", "hello"));
    await this.request(({ session }) => session.takeFlash("info"));
    await this.request(() => undefined, browser.cookie, {
      method: "POST",
      headers: { origin: "https://evil.example", "x-csrf-token": "x" },
    });
    await this.sessions.revokeAll();
    await this.request(({ session }) => session.login("alice"));
    this.say(this.sessions.policy());
    await this.request(({ session }) => (session["f"] = () => 1));
    await this.request(({ session }) => (session["big"] = "x".repeat(3000)));
    await this.request(({ session }) => session.login(""));
    await this.request(({ session }) => void Reflect.set(session, "login", 1));
    const dead = browser.cookie;
    await this.request(({ session }) => session.regenerate());
    await this.request(({ session }) => session.login("bob"));
    for (const operation of ["create", "delete", "read", "patch"]) {
      this.hooks.before = (called) => (called === operation ? down() : undefined);
      await this.request(({ session }) => ((session["a"] = operation), session.save()));
      await this.request(({ session }) => session.rotate());
      await this.request(({ session }) => session.logout());
      delete this.hooks.before;
      await this.request(({ session }) => session.login("bob"));
    }
    const good = browser.cookie ?? "";
    for (const bad of [dead, `${good}x`, good.slice(0, -3) + "AAA", `${good}; ${dead}`, "__Host-Http-sid=x"])
      await this.request(() => undefined, bad);
    const ended = browser.open(good);
    await ended.ready;
    await this.request(({ session }) => session.logout());
    await this.request(({ session }) => session.save(), good);
    this.learn(good);
    await ended.session.rotate().catch((error: unknown) => this.say(error));
    ended.session["late"] = 1;
    await ended.handle.finish();
    this.say([ended.session, ended.handle]);
  }

  expectSilence(): void {
    const all = this.said.join("\n");
    expect(this.secrets.size).toBeGreaterThan(20);
    expect(all.length).toBeGreaterThan(10_000);
    const cookies = [...this.secrets].filter((secret) => all.includes(secret));
    expect(cookies).toEqual([]);
  }
}

describe("nothing that opens a session is ever said (V-32, 16.2.5, T-07, SM-22, SESS-04)", () => {
  it("in events, errors, or what inspect and JSON show of sessions", async () => {
    const events: SessionEvent[] = [];
    const life = new Life((event) => {
      events.push(event);
    });
    await life.live();
    for (const event of events) life.say(event);
    const kinds = new Set(events.map(({ type }) => type));
    const expected = [
      "created",
      "login",
      "rotated",
      "ended",
      "cookie_refused",
      "unknown_token",
      "key_refused",
      "cross_origin",
      "csrf_refused",
      "all_revoked",
      "expired",
      "write_after_end",
      "store_failed",
    ];
    expect([...kinds]).toEqual(expect.arrayContaining(expected));
    life.expectSilence();
  });

  it("on the console, where the default listener warns of each kind once", async () => {
    const lines: unknown[][] = [];
    for (const method of ["log", "warn", "error", "info", "debug"] as const) {
      vi.spyOn(console, method).mockImplementation((...args) => void lines.push(args));
    }
    const life = new Life();
    await life.live();
    expect(lines.map(([line]) => String(line).split(":")[0])).toEqual([
      "[sess] session.login was not set",
      "[sess] The session store failed at create",
    ]);
    life.say(lines);
    life.expectSilence();
  });
});

describe("listeners", () => {
  it.each<[string, () => void]>([
    [
      "throws",
      () => {
        throw new Error("listener");
      },
    ],
    ["rejects", () => Promise.reject(new Error("listener")) as unknown as undefined],
  ])("one that %s is reported, and the request goes on", async (_, listener) => {
    const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const sessions = createSessions({ store: new MapStore(), onEvent: listener });
    const browser = new TestBrowser(sessions);
    await browser.visit((session) => session.login("alice"));
    expect(await browser.visit((session) => session.userId)).toBe("alice");
    expect(error).toHaveBeenCalledWith("[sess] onEvent threw:", new Error("listener"));
  });

  it.each<[string, RegExp, (request: TestRequest) => unknown, boolean]>([
    ["plain HTTP", /over plain HTTP, without Secure/, ({ session }) => session.login("alice"), false],
    [
      "a session that begins too late",
      /begun|begin/,
      async (request) => {
        void request.session;
        await request.end();
        request.session["late"] = 1;
        await request.handle.finish();
      },
      true,
    ],
    [
      "a late change that cannot be saved",
      /could not be saved: SessionError: session\.late/,
      async (request) => {
        await request.session.login("alice");
        await request.end();
        request.session["late"] = 1n;
        await request.handle.finish();
      },
      true,
    ],
  ])("the default one warns of %s, once", async (_, warning, act, secure) => {
    vi.stubEnv("NODE_ENV", "development");
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const sessions = createSessions({ store: new MapStore() });
    for (let time = 0; time < 2; time++) {
      const request = await new TestBrowser(sessions, secure).begin();
      await act(request);
      await request.end();
    }
    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.calls[0]?.[0]).toMatch(warning);
  });
});
