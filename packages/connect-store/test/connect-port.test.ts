import session from "express-session";
import memorystore from "memorystore";
import { afterEach, describe, expect, it, vi } from "vitest";
import { connectPort, type ConnectStore, isConnectStore } from "../src/index.js";

const Lru = memorystore(session);

type Done = (error?: unknown, value?: object | null) => void;

/** A store whose every method does the same. */
function storeThat(does: (done: Done) => unknown): ConnectStore {
  return {
    get: (_sid, done) => does(done),
    set: (_sid, _record, done) => does(done as Done),
    destroy: (_sid, done) => does(done as Done),
  };
}

/** The same of a store that only knows promises. */
function promising(does: () => Promise<unknown>): ConnectStore {
  return { get: (_sid) => does(), set: (_sid, _record) => does(), destroy: (_sid) => does() };
}

const failure = new Error("disk full");

afterEach(() => vi.useRealTimers());

describe.each([
  ["express-session's MemoryStore", () => new session.MemoryStore()],
  ["memorystore", () => new Lru({})],
])("%s behind promises", (_name, makeStore) => {
  it("sets, gets, touches and destroys", async () => {
    const port = connectPort(makeStore());
    const record = { cookie: { originalMaxAge: null, expires: null }, views: 1 };
    expect(await port.get("a")).toBeUndefined();
    await port.set("a", record);
    expect(await port.get("a")).toEqual(record);
    await port.touch("a", record);
    await port.destroy("a");
    expect(await port.get("a")).toBeUndefined();
  });
});

describe("a store's answer", () => {
  it("is what it calls back with", async () => {
    const port = connectPort(storeThat((done) => void done(null, { a: 1 })));
    expect(await port.get("a")).toEqual({ a: 1 });
    await port.set("a", {});
    await port.destroy("a");
  });

  it("is its promise, where it takes no callback", async () => {
    const port = connectPort(promising(async () => ({ a: 1 })));
    expect(await port.get("a")).toEqual({ a: 1 });
    expect(await connectPort(promising(async () => undefined)).get("a")).toBeUndefined();
    await port.set("a", {});
    await port.destroy("a");
  });

  it("is the callback's, where an async function is done before it", async () => {
    const port = connectPort(storeThat(async (done) => void setImmediate(done, null, { late: true })));
    expect(await port.get("a")).toEqual({ late: true });
  });

  it("is the callback's, where a wrapper hides what it takes, and is done before", async () => {
    const late = async (...args: unknown[]): Promise<void> =>
      void setImmediate(args.at(-1) as Done, null, { late: true });
    const port = connectPort({ get: late, set: late, destroy: late, touch: late });
    expect(await port.get("a")).toEqual({ late: true });
    await port.set("a", {});
  });

  it.each([
    ["calls back with", storeThat((done) => done(failure))],
    [
      "throws",
      storeThat(() => {
        throw failure;
      }),
    ],
    ["rejects with, though it takes a callback,", storeThat(() => Promise.reject(failure))],
    ["rejects with", promising(() => Promise.reject(failure))],
  ])("is the very error that it %s", async (_how, store) => {
    const port = connectPort(store);
    await expect(port.get("a")).rejects.toBe(failure);
    await expect(port.set("a", {})).rejects.toBe(failure);
    await expect(port.destroy("a")).rejects.toBe(failure);
  });

  it("is the first one", async () => {
    const twice = storeThat((done) => {
      done(null, { first: true });
      done(failure);
      throw failure;
    });
    expect(await connectPort(twice).get("a")).toEqual({ first: true });
  });

  it.each([[null], [undefined], [false]])("%s means that there is none", async (nothing) => {
    expect(await connectPort(storeThat((done) => done(null, nothing as null))).get("a")).toBeUndefined();
  });

  it("ENOENT means that there is none, and only for a session that is asked for", async () => {
    const absent = Object.assign(new Error("no such file"), { code: "ENOENT" });
    const port = connectPort(storeThat((done) => done(absent)));
    expect(await port.get("a")).toBeUndefined();
    await expect(port.set("a", {})).rejects.toBe(absent);
  });

  it("that is no record is an error", async () => {
    const odd = "[object Object]" as unknown as object;
    await expect(connectPort(storeThat((done) => done(null, odd))).get("a")).rejects.toThrow(/gave a string/);
  });
});

describe("timeoutMs", () => {
  it.each([0, -1, 0.5, NaN, Infinity, 2 ** 31, "2000", null])("refuses %s", (timeoutMs) => {
    const make = (): unknown =>
      connectPort(
        storeThat(() => {}),
        { timeoutMs: timeoutMs as number },
      );
    expect(make).toThrow(/^timeoutMs is .*; it must be a whole number of milliseconds from 1 to 2147483647/);
    expect(make).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  });

  it.each([1, 2 ** 31 - 1, undefined])("takes %s", (timeoutMs) => {
    expect(
      connectPort(
        storeThat(() => {}),
        { timeoutMs: timeoutMs as number },
      ),
    ).toBeDefined();
  });
});

describe("a store that never answers", () => {
  it("is given up, and what it says later is dropped", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const answers: Done[] = [];
    const port = connectPort(
      storeThat((done) => answers.push(done)),
      { timeoutMs: 500 },
    );
    const asked = port.get("a");
    const given = expect(asked).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", status: 503 });
    vi.advanceTimersByTime(500);
    await given;
    answers[0]?.(failure);
    answers[0]?.(null, { a: 1 });
  });

  it("is let in first when the process itself was late", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const answers: Done[] = [];
    const port = connectPort(storeThat((done) => answers.push(done)));
    const asked = port.get("a");
    vi.advanceTimersByTime(10_000);
    answers[0]?.(null, { here: true });
    expect(await asked).toEqual({ here: true });
  });
});

describe("touch", () => {
  it("does nothing where the store has none", async () => {
    const port = connectPort(storeThat(() => expect.unreachable()));
    expect(port.canTouch).toBe(false);
    await port.touch("a", {});
  });
});

describe("isConnectStore", () => {
  it("asks for the shape", () => {
    expect(isConnectStore(new session.MemoryStore())).toBe(true);
    expect(isConnectStore(promising(async () => undefined))).toBe(true);
    expect(isConnectStore(null)).toBe(false);
    expect(isConnectStore({ get() {}, set() {} })).toBe(false);
    expect(isConnectStore(() => {})).toBe(false);
  });
});
