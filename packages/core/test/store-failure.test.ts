import type { SessionStore } from "@sess/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CallDeadlines } from "../src/call-deadlines.js";
import { GuardedStore } from "../src/guarded-store.js";
import { type Browser, World } from "./support/browser.js";
import { type Hooks, InterceptedStore } from "./support/intercepted-store.js";
import { MapStore } from "./support/map-store.js";

const never = new Promise<never>(() => undefined);

describe("a store that fails (D-16, 16.5.2, 16.5.3, T-23)", () => {
  const failures: readonly [string, () => never | Promise<never>][] = [
    ["rejects", () => Promise.reject(new Error("down"))],
    [
      "throws",
      () => {
        throw new Error("down");
      },
    ],
    ["answers with what is no promise", () => undefined as never],
  ];

  it.each(failures)(
    "%s: STORE_UNAVAILABLE with its own error as the cause, and an event",
    async (how, fail) => {
      const events: unknown[] = [];
      const users = { add: fail, confirm: fail, remove: fail, list: fail, revoke: fail };
      const broken: SessionStore = {
        create: fail,
        read: fail,
        patch: fail,
        delete: fail,
        close: fail,
        users,
      };
      const store = new GuardedStore(broken, 60_000, (event) => events.push(event));
      const calls = [
        ["create", () => store.create("k", { fields: {}, expiresAt: 1, anonymous: true })],
        ["read", () => store.read("k")],
        ["patch", () => store.patch("k", {})],
        ["delete", () => store.delete("k")],
        ["users.add", () => store.users?.add("alice", "k", 1)],
        ["users.confirm", () => store.users?.confirm("alice", "k")],
        ["users.remove", () => store.users?.remove("alice", "k")],
        ["users.list", () => store.users?.list("alice")],
        ["users.revoke", () => store.users?.revoke("alice")],
      ] as const;
      const error: unknown = how.includes("no promise") ? expect.any(TypeError) : new Error("down");
      for (const [operation, call] of calls) {
        await expect(call()).rejects.toMatchObject({
          name: "SessionError",
          code: "STORE_UNAVAILABLE",
          status: 503,
          statusCode: 503,
          cause: error,
          message: expect.stringContaining(operation) as string,
        });
        expect(events.splice(0)).toEqual([{ type: "store_failed", operation, error }]);
      }
    },
  );

  it("tells of a failure at closing, and closes what has nothing to close", async () => {
    const events: unknown[] = [];
    const base = new MapStore();
    const closing = Object.assign(new MapStore(), { close: () => Promise.reject(new Error("down")) });
    await new GuardedStore(base, 1000, (event) => events.push(event)).close();
    expect(events).toEqual([]);
    await expect(
      new GuardedStore(closing, 1000, (event) => events.push(event)).close(),
    ).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
    });
    expect(events).toMatchObject([{ operation: "close" }]);
  });

  it("keeps the store's `this`, and passes arguments and answers on", async () => {
    const inner = new MapStore();
    const store = new GuardedStore(inner, 1000, () => undefined);
    const record = { fields: { a: "1" }, expiresAt: Date.now() + 60_000, anonymous: true };
    expect(await store.create("k", record)).toBe(true);
    expect(await store.create("k", record)).toBe(false);
    expect(await store.read("k")).toMatchObject({ fields: { a: "1" }, version: 1 });
    expect(await store.patch("k", { set: { a: "2" }, ifVersion: 1 })).toEqual({ status: "ok", version: 2 });
    expect(await store.delete("k", { ifVersion: 1 })).toBe("conflict");
    expect(await store.delete("k")).toBe("ok");
  });

  it("passes the arguments and answers of the user index on, and has none when the store has none", async () => {
    const { users } = new GuardedStore(new MapStore(Date.now, true), 1000, () => undefined);
    const later = Date.now() + 60_000;
    for (const key of ["a", "b", "c", "d"]) await users?.add("alice", key, later);
    expect(await users?.confirm("alice", "a", "b")).toBe(true);
    await users?.remove("alice", "c");
    expect(await users?.list("alice")).toEqual(["a", "d"]);
    expect(await users?.revoke("alice", "d")).toEqual(["a"]);
    expect(await users?.confirm("alice", "a")).toBe(false);
    expect(new GuardedStore(new MapStore(), 1000, () => undefined).users).toBeUndefined();
  });

  it.each(["read", "patch"] as const)(
    "recovers by itself after %s, and no good cookie is overwritten",
    async (call) => {
      const hooks: Hooks = {};
      const world = new World({}, (store) => new InterceptedStore(store, hooks));
      const browser = await signedIn(world);
      const { cookie } = browser;
      hooks.before = (operation) => (operation === call ? Promise.reject(new Error("down")) : undefined);
      await expect(browser.visit((session) => void (session["a"] = 1))).rejects.toMatchObject({
        status: 503,
      });
      expect(browser.cookie).toBe(cookie);
      delete hooks.before;
      await browser.visit((session) => void (session["a"] = 2));
      expect(await browser.visit((session) => ({ ...session, user: session.userId }))).toEqual({
        a: 2,
        user: "alice",
      });
      expect(world.store.records.size).toBe(1);
    },
  );
});

describe("a store that does not answer", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is given up when its time is over, and not before", async () => {
    const events: unknown[] = [];
    const hanging = new InterceptedStore(new MapStore(), { before: () => never });
    const store = new GuardedStore(hanging, 500, (event) => events.push(event));
    const settled = vi.fn();
    store.read("k").catch(settled);
    await vi.advanceTimersByTimeAsync(499);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(settled).toHaveBeenCalledOnce();
    expect(settled.mock.calls[0]?.[0]).toMatchObject({
      code: "STORE_UNAVAILABLE",
      cause: { message: "no answer within 500 ms" },
    });
    expect(events).toMatchObject([{ type: "store_failed", operation: "read" }]);
  });

  it.each([
    ["answer", (late: PromiseWithResolvers<void>) => late.resolve()],
    ["failure", (late: PromiseWithResolvers<void>) => late.reject(new Error("late"))],
  ])("its late %s changes nothing, and is told of once", async (_, settle) => {
    const events: unknown[] = [];
    const late = withResolvers();
    const store = new GuardedStore(
      new InterceptedStore(new MapStore(), { after: () => late.promise }),
      500,
      (event) => events.push(event),
    );
    const reading = store.read("k").catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(500);
    settle(late);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await reading).toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(events).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each<[string, () => Promise<undefined>, number]>([
    ["answered", () => Promise.resolve(undefined), 0],
    ["failed", () => Promise.reject(new Error("down")), 1],
    [
      "thrown",
      () => {
        throw new Error("down");
      },
      1,
    ],
  ])("a call that has %s is off the list: its time does not run out later", async (_, read, told) => {
    const events: unknown[] = [];
    const store = new GuardedStore(Object.assign(new MapStore(), { read }), 500, (event) =>
      events.push(event),
    );
    await store.read("k").catch(() => undefined);
    await vi.advanceTimersByTimeAsync(1000);
    expect(events).toHaveLength(told);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("the response fails in the time that storeTimeoutMs gives, and 2 seconds by default", async () => {
    for (const [options, ms] of [
      [{ storeTimeoutMs: 300 }, 300],
      [{}, 2000],
    ] as const) {
      const hooks: Hooks = {};
      const inner = new MapStore();
      const world = new World({
        store: new InterceptedStore(inner, hooks),
        storeTimeoutMs: 2000,
        ...options,
      });
      const browser = await signedIn(world);
      const asked = new Promise<void>((resolve) => {
        hooks.before = () => (resolve(), never);
      });
      const visit = browser.visit(() => undefined).catch((error: unknown) => error);
      const settled = vi.fn();
      void visit.then(settled);
      await asked;
      await vi.advanceTimersByTimeAsync(ms - 1);
      expect(settled).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(1);
      expect(await visit).toMatchObject({ code: "STORE_UNAVAILABLE" });
    }
  });
});

describe("deadlines of calls", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("need one timer for any number of calls, and none when all are answered", async () => {
    const deadlines = new CallDeadlines(100);
    const expire = vi.fn();
    const finish = Array.from({ length: 1000 }, () => deadlines.start(expire));
    expect(vi.getTimerCount()).toBe(1);
    for (const answered of finish) expect(answered()).toBe(true);
    for (const answered of finish) expect(answered()).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect(vi.getTimerCount()).toBe(0);
    expect(expire).not.toHaveBeenCalled();
  });

  it("give each call its own time, also after the timer was idle", async () => {
    const deadlines = new CallDeadlines(100);
    const expired: string[] = [];
    const start = (name: string): (() => boolean) => deadlines.start(() => expired.push(name));
    start("a");
    await vi.advanceTimersByTimeAsync(60);
    const answered = start("b");
    start("c");
    await vi.advanceTimersByTimeAsync(40);
    expect(expired).toEqual(["a"]);
    expect(answered()).toBe(true);
    await vi.advanceTimersByTimeAsync(59);
    expect(expired).toEqual(["a"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(expired).toEqual(["a", "c"]);
    expect(vi.getTimerCount()).toBe(0);
    start("d");
    await vi.advanceTimersByTimeAsync(100);
    expect(expired).toEqual(["a", "c", "d"]);
  });

  it("do not keep the process alive", () => {
    const unref = vi.fn();
    vi.spyOn(globalThis, "setTimeout").mockReturnValue({ unref } as unknown as ReturnType<typeof setTimeout>);
    new CallDeadlines(100).start(() => undefined);
    expect(unref).toHaveBeenCalledOnce();
    vi.restoreAllMocks();
  });
});

async function signedIn(world: World): Promise<Browser> {
  const browser = world.browser();
  await browser.visit((session) => session.login("alice"));
  return browser;
}

interface PromiseWithResolvers<T> {
  promise: Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}

function withResolvers(): PromiseWithResolvers<void> {
  const resolvers = {} as PromiseWithResolvers<void>;
  resolvers.promise = new Promise((resolve, reject) => Object.assign(resolvers, { resolve, reject }));
  return resolvers;
}
