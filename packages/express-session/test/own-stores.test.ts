import { countingStore, pausableStore } from "@sess/conformance";
import type { SessionStore } from "@sess/core";
import { memoryStore } from "@sess/store-memory";
import { redisStore } from "@sess/store-redis";
import { type RedisServer, startRedis } from "@sess/test-redis";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import ours from "../src/index.js";
import { App, cookieOf, type Handler, moment, OPTIONS, type Subject } from "./fixes/trial.js";

const session = ours as unknown as Subject;
const running: App[] = [];
afterEach(() => {
  for (const app of running.splice(0)) app.close();
});

async function start(store: SessionStore, routes: Record<string, Handler>, options = {}): Promise<App> {
  const all = { "/login": login, "/show": show, ...routes };
  const app = await App.start([session({ ...OPTIONS, ...options, store })], all);
  running.push(app);
  return app;
}

const login: Handler = (req, res) => {
  req.session["user"] = "ann";
  req.session["cart"] = ["tea"];
  res.end(req.sessionID);
};
const show: Handler = (req, res) => res.end(JSON.stringify(req.session));

let redis: RedisServer | undefined;
let connection: Redis | undefined;
beforeAll(async () => {
  redis = await startRedis();
  connection = new Redis(redis.url);
}, 120_000);
afterAll(async () => {
  connection?.disconnect();
  await redis?.stop();
});

function redisOfTest(): SessionStore {
  if (connection === undefined) throw new Error("no Redis");
  return redisStore(connection);
}

describe.each([
  ["memoryStore", (): SessionStore => memoryStore()],
  ["redisStore", redisOfTest],
])("%s", (_name, makeStore) => {
  it("keeps a session from one request to the next", async () => {
    const app = await start(makeStore(), {}, { cookie: { maxAge: 60_000 } });
    const cookie = cookieOf(await app.get("/login"));
    const shown = JSON.parse((await app.get("/show", cookie)).text) as Record<string, unknown>;
    expect(shown).toEqual({
      cookie: {
        originalMaxAge: expect.closeTo(60_000, -2) as number,
        expires: expect.any(String) as string,
        httpOnly: true,
        path: "/",
      },
      user: "ann",
      cart: ["tea"],
    });
  });

  it("keeps what two middlewares write to one session at the same time", async () => {
    const [loaded, go] = [moment(), moment()];
    const slow: Handler = async (req, res) => {
      loaded.tell();
      await go.come;
      req.session["slow"] = 1;
      res.end();
    };
    const fast: Handler = (req, res) => {
      req.session["fast"] = 1;
      res.end();
    };
    const store = makeStore();
    const [one, other] = [await start(store, { "/slow": slow }), await start(store, { "/fast": fast })];
    const cookie = cookieOf(await one.get("/login"));
    const waiting = one.get("/slow", cookie);
    await loaded.come;
    await other.get("/fast", cookie);
    go.tell();
    await waiting;
    expect(JSON.parse((await other.get("/show", cookie)).text)).toMatchObject({ slow: 1, fast: 1 });
  });
});

describe("one of @sess' own stores", () => {
  it("sees no session id, and nothing that a cookie could be made of", async () => {
    const keys: string[] = [];
    const store = memoryStore();
    const create = store.create.bind(store);
    store.create = (key, record) => {
      keys.push(key, JSON.stringify(record));
      return create(key, record);
    };
    const { text: sid } = await (await start(store, {})).get("/login");
    expect(keys[0]).toMatch(/^[\w-]{43}$/);
    expect(keys.join()).not.toContain(sid);
  });

  it("is written one field at a time: two processes change one session and lose nothing", async () => {
    const store = pausableStore(memoryStore());
    const add: Handler = (req, res) => {
      req.session["theme"] = "dark";
      delete req.session["cart"];
      res.end();
    };
    const count: Handler = (req, res) => {
      req.session["views"] = 1;
      res.end();
    };
    const app = await start(store, { "/add": add, "/count": count });
    const cookie = cookieOf(await app.get("/login"));
    const gate = store.pauseNext("patch");
    const slow = app.get("/add", cookie);
    await gate.reached;
    await app.get("/count", cookie);
    gate.release();
    await slow;
    const { cookie: _, ...data } = JSON.parse((await app.get("/show", cookie)).text) as Record<
      string,
      unknown
    >;
    expect(data).toEqual({ user: "ann", views: 1, theme: "dark" });
  });

  it("does not bring back what was ended, wherever the logout comes", async () => {
    const [loaded, go] = [moment(), moment()];
    const late: Handler = async (req, res) => {
      loaded.tell();
      await go.come;
      req.session["late"] = 1;
      res.end();
    };
    const logout: Handler = (req, res) => void req.session.destroy(() => res.end());
    const store = memoryStore();
    const app = await start(store, { "/late": late, "/logout": logout }, { resave: true });
    const cookie = cookieOf(await app.get("/login"));
    const slow = app.get("/late", cookie);
    await loaded.come;
    await app.get("/logout", cookie);
    go.tell();
    expect((await slow).setCookie).toEqual([]);
    expect(store.size).toBe(0);
  });

  it("is asked once to read, and once more to move the deadline", async () => {
    const store = countingStore(memoryStore());
    const app = await start(store, {});
    const cookie = cookieOf(await app.get("/login"));
    const before = { ...store.calls };
    await app.get("/show", cookie);
    expect({ read: store.calls.read - before.read, patch: store.calls.patch - before.patch }).toEqual({
      read: 1,
      patch: 1,
    });
  });

  it("lets an app that makes its own ids take one again", async () => {
    const app = await start(memoryStore(), {}, { genid: () => "always" });
    await app.get("/login");
    const cookie = cookieOf(await app.get("/login"));
    expect((await app.get("/show", cookie)).text).toContain("ann");
  });

  it("fails in time, with 503", async () => {
    const store = pausableStore(memoryStore());
    const app = await start(store, {}, { storeTimeoutMs: 5000 });
    const cookie = cookieOf(await app.get("/login"));
    const gate = store.pauseNext("read");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const answer = app.get("/show", cookie);
    await gate.reached;
    vi.advanceTimersByTime(5000);
    vi.useRealTimers();
    expect((await answer).status).toBe(503);
    gate.release();
    expect((await app.get("/show", cookie)).status).toBe(200);
  });

  it("is there for apps as req.sessionStore", async () => {
    type Store = {
      get(sid: string, done: (error: unknown, record?: object) => void): void;
      load(sid: string, done: (error: unknown, session?: { id: string; user?: string }) => void): void;
      set(sid: string, record: object, done: (error: unknown) => void): void;
      touch(sid: string, record: object, done: (error: unknown) => void): void;
      destroy(sid: string, done?: (error: unknown) => void): void;
    };
    const of = <T>(call: (done: (error: unknown, value?: T) => void) => void): Promise<T | undefined> =>
      new Promise((resolve, reject) => call((error, value) => (error ? reject(error) : resolve(value))));
    const use: Handler = async (req, res) => {
      const store = Reflect.get(req, "sessionStore") as Store;
      const sid = req.sessionID;
      const seen: unknown[] = [];
      const data = {
        cookie: { expires: new Date(Date.now() + 60_000).toISOString(), originalMaxAge: 60_000 },
      };
      await of((done) => store.set("other", { ...data, user: "bob" }, done));
      await of((done) => store.set("other", { ...data, user: "eve" }, done));
      await of((done) => store.touch("other", data, done));
      // Without a cookie, as some plug-ins write them; and what is none at all.
      await of((done) => store.set("bare", { user: "kim" }, done));
      await of((done) => store.touch("bare", {}, done));
      seen.push((await of<{ user?: string }>((done) => store.load("bare", done)))?.user);
      seen.push(await of((done) => store.set("odd", { cookie: "none" }, done)).catch(String));
      seen.push((await of<{ user?: string }>((done) => store.load("other", done)))?.user);
      store.destroy("other");
      seen.push(await of((done) => store.get("other", done)), await of((done) => store.load("other", done)));
      seen.push(Reflect.get((await of((done) => store.get(sid, done))) ?? {}, "user"));
      res.end(JSON.stringify(seen));
    };
    const app = await start(memoryStore(), { "/use": use });
    const { text } = await app.get("/use", cookieOf(await app.get("/login")));
    expect(JSON.parse(text)).toEqual([
      "kim",
      "TypeError: argument options must be a object",
      "eve",
      null,
      null,
      "ann",
    ]);
  });
});
