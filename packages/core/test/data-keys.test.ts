import { inspect } from "node:util";
import type { Session } from "@sess/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Browser, World } from "./support/browser.js";

afterEach(() => {
  const polluted = Object.keys(Object.prototype).concat(
    Object.keys(Function.prototype),
    Object.keys(Array.prototype),
  );
  expect(polluted).toEqual([]);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

/** Names that a session cannot have as data. */
const REFUSED = [
  ...["id", "isNew", "userId", "createdAt", "authenticatedAt", "expiresAt"],
  ...[
    "login",
    "logout",
    "destroy",
    "rotate",
    "regenerate",
    "update",
    "save",
    "reload",
    "touch",
    "get",
    "set",
  ],
  ...Object.getOwnPropertyNames(Object.prototype),
];
/** Names that look dangerous, and are plain data. */
const PLAIN = [
  "",
  "$",
  "$$",
  "$$x",
  "$x",
  "toJSON",
  "then",
  "prototype",
  "length",
  "name",
  "0",
  "-1",
  "a.b",
  "a b",
  "\u00e4\u4e16\u{1f600}",
  "\u0000",
  "\n",
  "nodejs.util.inspect.custom",
  "cookie",
  "user",
];

const own = (key: string, value: unknown): object =>
  JSON.parse(`{${JSON.stringify(key)}:${JSON.stringify(value)}}`) as object;

/** Every way by which a key from a request can get into a session. */
const WAYS: readonly [
  way: string,
  put: (session: Session, key: string, browser: Browser, value: unknown) => unknown,
][] = [
  ["assignment", (session, key, _, value) => void (session[key] = value)],
  ["Object.assign", (session, key, _, value) => void Object.assign(session, own(key, value))],
  ["Reflect.set", (session, key, _, value) => void Reflect.set(session, key, value)],
  ["set()", (session, key, _, value) => session.set(key, value)],
  ["login data", (session, key, _, value) => session.login("alice", { data: own(key, value) })],
  [
    "the draft of update()",
    (session, key, _, value) =>
      session.update((draft) => void Object.defineProperty(draft, key, { value, enumerable: true })),
  ],
];

describe("data keys that come from a request (V-22, T-21, 15.3.6)", () => {
  const table = WAYS.flatMap(([way, put]) => REFUSED.map((key) => ({ way, put, key })));

  it.each(table)("$key by $way is dropped with an event, and the session goes on", async ({ put, key }) => {
    const world = new World();
    const browser = world.browser();
    const shapeBefore = await browser.visit((session) => ((session["kept"] = 1), shapeOf(session)));
    await browser.visit(async (session) => {
      await put(session, key, browser, { polluted: true });
      expect(Object.hasOwn(session, key)).toBe(false);
      session["more"] = 1;
      expect(shapeOf(session)).toEqual(shapeBefore);
    });
    const refusals = world.events.filter(({ type }) => type === "key_refused");
    expect(refusals).toEqual([{ type: "key_refused", id: expect.any(String) as string, key }]);
    expect(await browser.visit((session) => session["more"])).toBe(1);
    const [record] = [...world.store.records.values()];
    expect(Object.keys(record?.fields ?? {})).not.toContain(key);
  });

  const plain = WAYS.flatMap(([way, put]) => PLAIN.map((key) => ({ way, put, key })));

  it.each(plain)("$key by $way is data like any other", async ({ put, key }) => {
    const browser = new World().browser();
    await browser.visit((session) => put(session, key, browser, { polluted: true }));
    const seen = await browser.visit((session) => ({
      names: Object.keys(session),
      value: session.get(key),
      text: JSON.stringify(session),
    }));
    expect(seen.names).toEqual([key]);
    expect(seen.value).toEqual({ polluted: true });
    expect(JSON.parse(seen.text)).toEqual(own(key, { polluted: true }));
    await browser.visit((session) => void Reflect.deleteProperty(session, key));
    expect(await browser.visit((session) => Object.keys(session))).toEqual([]);
  });

  it("a replaced session takes plain keys and drops the others", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => void (session["old"] = 1));
    await browser.visit((_, request) => {
      request.handle.session = JSON.parse('{"__proto__":{"polluted":1},"login":1,"$":2,"a":3}') as object;
      expect({ ...request.session }).toEqual({ $: 2, a: 3 });
      request.handle.session = request.session;
      expect({ ...request.session }).toEqual({ $: 2, a: 3 });
    });
    expect(await browser.visit((session) => ({ ...session }))).toEqual({ $: 2, a: 3 });
    expect(
      world.events.filter(({ type }) => type === "key_refused").map((event) => "key" in event && event.key),
    ).toEqual(["__proto__", "login"]);
  });

  it("nested hostile keys are plain data", async () => {
    const browser = new World().browser();
    const text = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toJSON":1}';
    await browser.visit((session) => void (session["form"] = JSON.parse(text) as unknown));
    expect(await browser.visit((session) => JSON.stringify(session["form"]))).toBe(text);
  });

  it("keep and get() with the names of verbs find nothing", async () => {
    const browser = new World().browser();
    await browser.visit((session) => void (session["a"] = 1));
    await browser.visit((session) => session.login("alice", { keep: REFUSED }));
    await browser.visit((session) => {
      expect({ ...session }).toEqual({});
      for (const key of REFUSED) expect(session.get(key)).toBeUndefined();
    });
  });

  it("set(key, undefined) removes", async () => {
    const browser = new World().browser();
    await browser.visit((session) => session.set("a", 1));
    await browser.visit((session) => session.set("a", undefined));
    expect(await browser.visit((session) => Object.keys(session))).toEqual([]);
  });
});

describe("the session as an object", () => {
  it("shows its data and nothing else to JSON, spread, for…in, Object.keys, structuredClone", async () => {
    const { session } = await new World().browser().begin();
    await session.login("alice", { data: { a: 1, b: { c: 2 } } });
    const data = { a: 1, b: { c: 2 } };
    expect(JSON.parse(JSON.stringify(session))).toEqual(data);
    expect({ ...session }).toEqual(data);
    const names: string[] = [];
    for (const name in session) names.push(name);
    expect(names).toEqual(["a", "b"]);
    expect(structuredClone({ ...session })).toEqual(data);
    expect(await Promise.resolve(session)).toBe(session);
  });

  it("prints its data, also after hostile keys", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const { session } = await new World().browser().begin();
    Object.assign(session, { a: 1, toJSON: "x", constructor: 1, inspect: 2 });
    console.log(session);
    expect(`${String(session)} ${session.toString()}`).toBe("[object Object] [object Object]");
    for (const options of [{}, { showHidden: true, depth: Infinity, getters: true, showProxy: true }]) {
      expect(inspect(session, options)).toContain("a: 1");
    }
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });

  it("verbs and facts cannot be replaced or deleted", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    await browser.visit(async (session) => {
      const writable = session as unknown as Record<string, unknown>;
      const { save } = session;
      writable["userId"] = "admin";
      writable["save"] = () => undefined;
      expect(Reflect.deleteProperty(session, "save")).toBe(true);
      expect([session.userId, session.save]).toEqual(["alice", save]);
      await session.save();
      const prototype = Object.getPrototypeOf(session) as object;
      expect(() => Object.defineProperty(prototype, "userId", { value: "admin" })).toThrow(TypeError);
    });
  });
});

/** What other code may look at: it must stay as with any object. */
function shapeOf(session: Session): unknown[] {
  const like = session as unknown as { hasOwnProperty: unknown; valueOf: unknown; constructor: unknown };
  return [String(session), like.hasOwnProperty, like.valueOf, like.constructor, session.login, session.save];
}
