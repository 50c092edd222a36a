import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { connect, createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { mock } from "node:test";
import {
  App,
  cookieOf,
  type Fix,
  type Handler,
  hold,
  moment,
  OPTIONS,
  type Request,
  type Subject,
} from "./trial.js";

const login: Handler = (req, res) => {
  req.session["user"] = "ann";
  res.end("in");
};
const show: Handler = (req, res) => res.end(JSON.stringify(req.session));
const logout: Handler = (req, res) => void req.session.destroy(() => res.end("out"));

/** The data of the one session that a store has. */
function dataIn(sessions: Record<string, string>): Record<string, unknown> {
  const [text = "{}"] = Object.values(sessions);
  return JSON.parse(text) as Record<string, unknown>;
}

export const fixes: readonly Fix[] = [
  {
    name: "what a redirect leads to sees the write: nothing is sent before it is saved",
    async run(session) {
      const store = new session.MemoryStore();
      const redirect: Handler = (req, res) => {
        req.session["user"] = "ann";
        res.writeHead(302, { Location: "/show" });
        res.end("to /show");
      };
      const app = await App.start([session({ ...OPTIONS, store })], { "/login": redirect });
      const saving = hold(store, "set");
      let sent = false;
      const answer = app.ask("/login");
      void answer.head.then(() => (sent = true));
      await saving.reached;
      // What had been sent by now would be here before these answers.
      for (let i = 0; i < 5; i++) await app.get("/ping");
      assert.equal(sent, false, "the head came before the write was done");
      saving.release();
      await answer.all;
      app.close();
    },
  },
  {
    name: "a logout is not undone by a request that is still at work",
    run: (session) => logoutStays(session, { resave: false }, true),
  },
  {
    name: "nor by one that changes nothing, with resave",
    run: (session) => logoutStays(session, { resave: true }, false),
  },
  {
    name: "nor by an explicit save, where the store's touch writes all of the record",
    async run(session) {
      const store = new session.MemoryStore();
      Reflect.set(store, "touch", (sid: string, record: object, done: () => void) =>
        store.set(sid, record, done),
      );
      const save: Handler = (req, res) =>
        store.destroy(req.sessionID, () => {
          req.session["late"] = 1;
          req.session.save(() => res.end());
        });
      const options = { ...OPTIONS, store, rolling: true, cookie: { maxAge: 60_000 } };
      const app = await App.start([session(options)], { "/login": login, "/save": save });
      const { setCookie } = await app.get("/save", cookieOf(await app.get("/login")));
      app.close();
      assert.deepEqual(Object.keys(store.sessions), []);
      assert.deepEqual(setCookie, []);
    },
  },
  {
    name: "parallel requests that change different keys keep both",
    async run(session) {
      const store = new session.MemoryStore();
      const [loaded, go] = [moment(), moment()];
      const routes: Record<string, Handler> = {
        "/login": login,
        "/slow": async (req, res) => {
          loaded.tell();
          await go.come;
          req.session["slow"] = 1;
          delete req.session["user"];
          res.end();
        },
        "/fast": (req, res) => {
          req.session["fast"] = 1;
          res.end();
        },
      };
      const app = await App.start([session({ ...OPTIONS, store })], routes);
      const cookie = cookieOf(await app.get("/login"));
      const slow = app.get("/slow", cookie);
      await loaded.come;
      await app.get("/fast", cookie);
      go.tell();
      await slow;
      app.close();
      const { cookie: _, ...data } = dataIn(store.sessions);
      assert.deepEqual(data, { fast: 1, slow: 1 });
    },
  },
  {
    name: "parallel writes of one session at the very same time keep both",
    async run(session) {
      const store = new session.MemoryStore();
      const [first, second] = [moment(), moment()];
      const go = Promise.all([first.come, second.come]);
      const write =
        (name: string, here: { tell(): void }): Handler =>
        async (req, res) => {
          here.tell();
          await go;
          req.session[name] = 1;
          res.end();
        };
      const routes = { "/login": login, "/a": write("a", first), "/b": write("b", second) };
      const app = await App.start([session({ ...OPTIONS, store })], routes);
      const cookie = cookieOf(await app.get("/login"));
      await Promise.all([app.get("/a", cookie), app.get("/b", cookie)]);
      app.close();
      const { cookie: _, ...data } = dataIn(store.sessions);
      assert.deepEqual(data, { user: "ann", a: 1, b: 1 });
    },
  },
  {
    name: "destroy clears the cookie, with its attributes",
    async run(session) {
      const cookie = { path: "/", domain: "example.com", sameSite: "lax" };
      const app = await App.start([session({ ...OPTIONS, cookie })], { "/login": login, "/logout": logout });
      const { setCookie } = await app.get("/logout", cookieOf(await app.get("/login")));
      app.close();
      assert.deepEqual(setCookie, [
        "connect.sid=; Domain=example.com; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax",
      ]);
    },
  },
  {
    name: "unset: destroy clears it, too",
    async run(session) {
      const unset: Handler = (req, res) => {
        Reflect.set(req, "session", null);
        res.end();
      };
      const app = await App.start([session({ ...OPTIONS, unset: "destroy" })], {
        "/login": login,
        "/unset": unset,
      });
      const { setCookie } = await app.get("/unset", cookieOf(await app.get("/login")));
      app.close();
      assert.match(setCookie[0] ?? "", /^connect\.sid=; .*1970/);
    },
  },
  {
    name: "a store that never answers costs a request its time limit, and ends in 503",
    async run(session) {
      const store = new session.MemoryStore();
      const app = await App.start([session({ ...OPTIONS, store, storeTimeoutMs: 5000 })], {
        "/login": login,
      });
      const cookie = cookieOf(await app.get("/login"));
      const reading = hold(store, "get");
      mock.timers.enable({ apis: ["setTimeout"] });
      const answer = app.get("/", cookie);
      await reading.reached;
      mock.timers.tick(5000);
      mock.timers.reset();
      // Whoever has not given up by now gets his answer.
      reading.release();
      const { status } = await answer;
      app.close();
      assert.equal(status, 503, "it waits as long as the store likes");
    },
  },
  {
    name: "a session that could not be saved ends in 503, and sets no cookie",
    async run(session) {
      const store = new session.MemoryStore();
      Reflect.set(store, "set", (_sid: string, _session: object, done: (error: Error) => void) =>
        setImmediate(done, new Error("disk full")),
      );
      const app = await App.start([session({ ...OPTIONS, store })], { "/login": login });
      const { status, text, setCookie } = await app.get("/login");
      app.close();
      assert.deepEqual({ status, text, setCookie }, { status: 503, text: "error", setCookie: [] });
    },
  },
  {
    name: "a store's failure is a 503, also where the store says something else of a request of its own",
    async run(session) {
      const store = new session.MemoryStore();
      const app = await App.start([session({ ...OPTIONS, store })], { "/login": login });
      const cookie = cookieOf(await app.get("/login"));
      const failures = [
        Object.assign(new Error("no such document"), { status: 404 }),
        Object.freeze(new Error("frozen")),
        new HttpError("forbidden"),
      ];
      for (const failure of failures) {
        Reflect.set(store, "get", (_sid: string, done: (error: Error) => void) =>
          setImmediate(done, failure),
        );
        assert.equal((await app.get("/", cookie)).status, 503, failure.message);
      }
      app.close();
    },
  },
  {
    name: "a logout that failed, and whose failure nobody asked for, ends in 503",
    async run(session) {
      const store = new session.MemoryStore();
      const leave: Handler = (req, res) => {
        req.session.destroy();
        res.end("you are signed out");
      };
      const app = await App.start([session({ ...OPTIONS, store })], { "/login": login, "/logout": leave });
      const cookie = cookieOf(await app.get("/login"));
      Reflect.set(store, "destroy", (_sid: string, done: (error: Error) => void = () => {}) =>
        setImmediate(done, new Error("no connection")),
      );
      const { status } = await app.get("/logout", cookie);
      app.close();
      assert.equal(status, 503);
    },
  },
  {
    name: "cookie: a function's `auto` depends on the request, too",
    async run(session) {
      const cookie = (): object => ({ secure: "auto", sameSite: "auto" });
      const app = await App.start([session({ ...OPTIONS, proxy: true, cookie })], { "/login": login });
      const { setCookie } = await app.get("/login");
      app.close();
      assert.match(setCookie[0] ?? "", /; HttpOnly; SameSite=Lax$/);
    },
  },
  {
    name: "two middlewares that share a store keep their own options",
    async run(session) {
      const store = new session.MemoryStore();
      const anew: Handler = (req, res) => {
        store.regenerate(req, () => {
          req.session["user"] = "ann";
          res.end();
        });
      };
      const one = session({ ...OPTIONS, store, name: "one", cookie: { maxAge: 60_000 } });
      session({ ...OPTIONS, store, name: "two", cookie: { sameSite: "strict" } });
      const app = await App.start([one], { "/anew": anew });
      const { setCookie } = await app.get("/anew");
      app.close();
      assert.match(setCookie[0] ?? "", /^one=.*; Expires=/);
    },
  },
  {
    name: "a cookie that an older secret has signed is signed anew",
    async run(session) {
      const store = new session.MemoryStore();
      const before = await App.start([session({ ...OPTIONS, store, secret: "old" })], { "/login": login });
      const cookie = cookieOf(await before.get("/login"));
      before.close();
      const both = await App.start([session({ ...OPTIONS, store, secret: ["new", "old"] })], {
        "/show": show,
      });
      const renewed = cookieOf(await both.get("/show", cookie));
      both.close();
      const after = await App.start([session({ ...OPTIONS, store, secret: "new" })], { "/show": show });
      const { text } = await after.get("/show", renewed);
      after.close();
      assert.match(text, /"user":"ann"/);
    },
  },
  {
    name: "a verb without a callback can be awaited",
    async run(session) {
      const store = new session.MemoryStore();
      const save: Handler = async (req, res) => {
        req.session["user"] = "ann";
        const saving = hold(store, "set");
        let saved = false;
        const waits = Promise.resolve(req.session.save() as PromiseLike<void>).then(() => (saved = true));
        await saving.reached;
        await new Promise((resolve) => setImmediate(resolve));
        const early = saved;
        saving.release();
        await waits;
        res.end(`${early} ${Object.keys(store.sessions).length}`);
      };
      const app = await App.start([session({ ...OPTIONS, store })], { "/save": save });
      const { text } = await app.get("/save");
      app.close();
      assert.equal(text, "false 1");
    },
  },
  {
    name: "HTTP/2 works",
    async run(session) {
      const { status, cookie } = await overHttp2(session);
      assert.equal(status, 200);
      assert.match(cookie, /^connect\.sid=/);
    },
  },
  {
    name: "of two cookies of the name, the one that was signed here counts",
    async run(session) {
      const app = await App.start([session(OPTIONS)], { "/login": login, "/show": show });
      const cookie = cookieOf(await app.get("/login"));
      const { text } = await app.get("/show", `connect.sid=s%3Aplanted.elsewhere; ${cookie}`);
      app.close();
      assert.match(text, /"user":"ann"/);
    },
  },
  {
    name: "of two that were signed here, the one with a session counts",
    async run(session) {
      const store = new session.MemoryStore();
      const app = await App.start([session({ ...OPTIONS, store })], {
        "/login": login,
        "/show": show,
        "/logout": logout,
      });
      const left = cookieOf(await app.get("/login"));
      await app.get("/logout", left);
      const cookie = cookieOf(await app.get("/login"));
      const both = `${left}; ${cookie}`;
      assert.match((await app.get("/show", both)).text, /"user":"ann"/);
      await app.get("/logout", both);
      assert.deepEqual(Object.keys(store.sessions), []);
      app.close();
    },
  },
];

class HttpError extends Error {
  get status(): number {
    return 403;
  }
}

async function overHttp2(session: Subject): Promise<{ readonly status: unknown; readonly cookie: string }> {
  const use = session(OPTIONS);
  const server = createServer((req, res) => {
    try {
      use(req, res, () => login(req as unknown as Request, res as unknown as ServerResponse));
    } catch {
      res.stream.close(2);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  try {
    return await new Promise((resolve, reject) => {
      const stream = client.request({ ":path": "/login" });
      stream.on("error", reject);
      stream.on("response", (headers) =>
        resolve({ status: headers[":status"], cookie: String(headers["set-cookie"]) }),
      );
      stream.resume();
    });
  } finally {
    client.destroy();
    server.close();
  }
}

async function logoutStays(session: Subject, options: object, writes: boolean): Promise<void> {
  const store = new session.MemoryStore();
  const [loaded, go] = [moment(), moment()];
  const routes: Record<string, Handler> = {
    "/login": login,
    "/logout": logout,
    "/slow": async (req, res) => {
      loaded.tell();
      await go.come;
      if (writes) req.session["late"] = 1;
      res.end();
    },
  };
  const app = await App.start([session({ ...OPTIONS, ...options, store })], routes);
  const cookie = cookieOf(await app.get("/login"));
  const slow = app.get("/slow", cookie);
  await loaded.come;
  await app.get("/logout", cookie);
  go.tell();
  const { setCookie } = await slow;
  app.close();
  assert.deepEqual(Object.keys(store.sessions), []);
  assert.deepEqual(setCookie, []);
}
