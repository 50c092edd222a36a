import type { EventEmitter } from "node:events";
import original from "express-session";
import { describe, expect, it, vi } from "vitest";
import ours, { Cookie, MemoryStore, Session, Store } from "../src/index.js";

// The members, as stores and apps use them, on both.

type Any = Record<string, unknown> & {
  new (...args: unknown[]): Any;
  call(self: object): void;
  prototype: object;
};
const both = [
  ["express-session", original as unknown as Record<string, Any>],
  ["@sess/express-session", ours as unknown as Record<string, Any>],
] as const;

it("are on the function, and by their names", () => {
  expect({ Store, Cookie, Session, MemoryStore }).toEqual({ ...ours });
});

describe.each(both)("%s", (_name, session) => {
  const { Store, Cookie, Session, MemoryStore } = session;
  if (!Store || !Cookie || !Session || !MemoryStore) throw new Error("a member is missing");

  it("Store: functions call it, and classes extend it", () => {
    function Old(this: object): void {
      Store?.call(this);
    }
    Object.setPrototypeOf(Old.prototype, Store.prototype);
    const old = new (Old as unknown as new () => EventEmitter)();
    class Modern extends (Store as unknown as new () => EventEmitter) {}
    const modern = new Modern();
    for (const store of [old, modern]) {
      const heard = vi.fn();
      store.on("connect", heard);
      store.emit("connect");
      expect(heard).toHaveBeenCalledOnce();
      expect(store).toBeInstanceOf(Store);
      for (const name of ["regenerate", "load", "createSession"]) expect(store).toHaveProperty(name);
    }
  });

  it("Session: data but no verbs among its names, and grant finds save with a parameter on its prototype", () => {
    const data = JSON.parse(
      '{"id":1,"save":2,"cart":[1],"toString":3,"__proto__":{"x":1},"cookie":{}}',
    ) as object;
    const made = new Session({ sessionID: "sid" }, data);
    expect(Object.keys(made)).toEqual(["cart", "cookie"]);
    expect([made["id"], made["x"]]).toEqual(["sid", undefined]);
    const names: string[] = [];
    for (const name in made) names.push(name);
    expect(names).toEqual(["cart", "cookie"]);
    expect((Object.getPrototypeOf(made) as { save: (...args: unknown[]) => void }).save.length).toBe(1);
    expect(() => Reflect.set(made, "id", "other") || Reflect.has(made, "none")).not.toThrow();
    expect(made["id"]).toBe("sid");
  });

  it("Session and Cookie: functions call them, and classes extend them", () => {
    const of = { Session: [{ sessionID: "sid" }, { cart: [1] }], Cookie: [{ maxAge: null, path: "/app" }] };
    for (const [name, args] of Object.entries(of)) {
      const Base = session[name] as unknown as {
        new (...args: unknown[]): object;
        call(self: object, ...args: unknown[]): void;
        prototype: object;
      };
      function Old(this: object): void {
        Base.call(this, ...args);
      }
      Object.setPrototypeOf(Old.prototype, Base.prototype);
      class Modern extends Base {}
      const old = new (Old as unknown as new () => object)();
      const made = new Base(...args);
      for (const one of [old, new Modern(...args)]) {
        expect(one).toBeInstanceOf(Base);
        expect({ ...one }).toEqual({ ...made });
        expect(Reflect.get(one, "id")).toBe(Reflect.get(made, "id"));
      }
      expect(() => Reflect.apply(Base as unknown as () => void, undefined, args)).toThrow(TypeError);
    }
  });

  it("Cookie: what stores read, and what apps set", () => {
    vi.useFakeTimers({ toFake: ["Date"], now: 1_800_000_000_000 });
    const cookie = new Cookie({ maxAge: 5000, secure: true, priority: "high" });
    vi.setSystemTime(Date.now() + 1000);
    expect([cookie["maxAge"], cookie["originalMaxAge"]]).toEqual([4000, 5000]);
    expect(cookie["expires"]).toEqual(new Date(1_800_000_005_000));
    expect(Object.keys(cookie)).toEqual([
      "path",
      "_expires",
      "originalMaxAge",
      "httpOnly",
      "secure",
      "priority",
    ]);
    cookie["expires"] = false;
    expect([cookie["maxAge"], JSON.stringify(cookie)]).toEqual([
      false,
      '{"originalMaxAge":false,"priority":"high","expires":false,"secure":true,"httpOnly":true,"path":"/"}',
    ]);
    expect(() => (cookie["maxAge"] = "soon")).toThrow("maxAge must be a number or Date");
    expect(() => new Cookie("soon")).toThrow("argument options must be a object");
    const line = (cookie["serialize"] as (name: string, value: string) => string).call(cookie, "a", "b;c");
    expect(line).toBe("a=b%3Bc; Path=/; HttpOnly; Secure; Priority=High");
    expect(JSON.stringify(new Cookie(cookie))).toBe(JSON.stringify(cookie));
    vi.useRealTimers();
  });

  it.each([
    [{ genid: "a" }, "genid option must be a function"],
    [{ unset: "all" }, 'unset option must be "destroy" or "keep"'],
    [{ secret: [] }, "secret option array must contain one or more strings"],
  ])("refuses %o", (options, message) => {
    const make = session as unknown as (options: object) => void;
    expect(() => make({ secret: "a", resave: false, saveUninitialized: false, ...options })).toThrow(message);
  });

  it("MemoryStore: loads sessions outside of requests, lists, counts and clears", async () => {
    const store = new MemoryStore() as unknown as InstanceType<typeof original.MemoryStore>;
    const of = <T>(call: (done: (error: unknown, value?: T) => void) => void): Promise<T | undefined> =>
      new Promise((resolve, reject) => call((error, value) => (error ? reject(error) : resolve(value))));
    await of((done) => store.set("a", { cookie: {} as never, user: "ann" } as never, done));
    const loaded = await of<original.Session & { user?: string }>((done) => store.load("a", done as never));
    expect([loaded?.id, loaded?.user]).toEqual(["a", "ann"]);
    Reflect.set(loaded ?? {}, "user", "bob");
    await of((done) => loaded?.save(done));
    expect(await of((done) => store.all(done as never))).toMatchObject({ a: { user: "bob" } });
    expect(await of((done) => store.length(done))).toBe(1);
    await of((done) => loaded?.destroy(done));
    expect(await of((done) => store.load("a", done as never))).toBeUndefined();
    await of((done) => store.clear(done));
  });

  it("needs a secret, and takes that of cookie-parser", () => {
    vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    vi.spyOn(process.stderr, "write").mockImplementation(() => true);
    const make = session as unknown as (
      options: object,
    ) => (req: object, res: object, next: (e?: Error) => void) => void;
    const use = make({ resave: false, saveUninitialized: false });
    const errors: (Error | undefined)[] = [];
    use({ url: "/", headers: {} }, {}, (error) => errors.push(error));
    const req = { url: "/", headers: {}, secret: "from cookie-parser" };
    use(req, {}, (error) => errors.push(error));
    expect(errors).toEqual([new Error("secret option required for sessions"), undefined]);
    expect(req).toHaveProperty("session");
    vi.restoreAllMocks();
  });
});
