import assert from "node:assert/strict";
import { App, cookieOf, type Fix, type Handler, OPTIONS, type TestStore } from "./trial.js";

const login: Handler = (req, res) => {
  req.session["user"] = "ann";
  res.end("in");
};
const show: Handler = (req, res) => res.end(JSON.stringify(req.session));

/** What express-session does, and what a fix must not take away. */
export const kept: readonly Fix[] = [
  ...(["destroy", "regenerate"] as const).map((verb): Fix => ({
    name: `${verb} may be asked for twice`,
    async run(session) {
      const twice: Handler = (req, res) => {
        const { session } = req;
        session[verb]((first) => session[verb]((second) => res.end(String([first, second]))));
      };
      const app = await App.start([session(OPTIONS)], { "/login": login, "/twice": twice });
      const { text } = await app.get("/twice", cookieOf(await app.get("/login")));
      app.close();
      assert.equal(text.replaceAll("null", ""), ",");
    },
  })),
  {
    name: "save calls back without an error, though the session was ended meanwhile",
    async run(session) {
      const store = new session.MemoryStore();
      const save: Handler = (req, res) =>
        store.destroy(req.sessionID, () => {
          req.session["late"] = 1;
          req.session.save((error) => res.end(String(error ?? "saved")));
        });
      const app = await App.start([session({ ...OPTIONS, store })], { "/login": login, "/save": save });
      const { text } = await app.get("/save", cookieOf(await app.get("/login")));
      app.close();
      assert.equal(text, "saved");
    },
  },
  {
    name: "a store's callback counts, though a wrapper is done before",
    async run(session) {
      const store = wrapped(new session.MemoryStore());
      const app = await App.start([session({ ...OPTIONS, store })], { "/login": login, "/show": show });
      const { text } = await app.get("/show", cookieOf(await app.get("/login")));
      app.close();
      assert.match(text, /"user":"ann"/);
    },
  },
  {
    name: "genid sees the id that came, and has no session any more",
    async run(session) {
      const store = new session.MemoryStore();
      const genid = (req: { sessionID?: string }): string => `after-${req.sessionID ?? "nothing"}`;
      const app = await App.start([session({ ...OPTIONS, store, genid })], {
        "/login": login,
        "/show": show,
      });
      const cookie = cookieOf(await app.get("/login"));
      Reflect.deleteProperty(store.sessions, "after-nothing");
      const { setCookie } = await app.get("/login", cookie);
      app.close();
      assert.match(setCookie[0] ?? "", /^connect\.sid=s%3Aafter-after-nothing\./);
    },
  },
  {
    name: "the app's error handler sees the id that came, where the store fails",
    async run(session) {
      const store = new session.MemoryStore();
      const app = await App.start([session({ ...OPTIONS, store, genid: () => "the-id" })], {
        "/login": login,
      });
      const cookie = cookieOf(await app.get("/login"));
      let seen: unknown;
      const failing = session({ ...OPTIONS, store: Object.assign(store, { get: fail }) });
      const use: typeof failing = (req, res, next) =>
        failing(req, res, (error) => {
          seen = Reflect.get(req, "sessionID");
          next(error);
        });
      const other = await App.start([use], {});
      await other.get("/", cookie);
      app.close();
      other.close();
      assert.equal(seen, "the-id");
    },
  },
  ...[null, false, 0, ""].map((none): Fix => ({
    name: `an option that is ${JSON.stringify(none)} is not given`,
    async run(session) {
      const options = { genid: none, cookie: none, store: none, name: none, unset: none, proxy: none };
      const app = await App.start(
        [session({ secret: "keyboard cat", ...options, resave: none, saveUninitialized: none })],
        { "/login": login, "/show": show },
      );
      assert.deepEqual((await app.get("/show")).setCookie, []);
      const cookie = cookieOf(await app.get("/login"));
      const { text } = await app.get("/show", cookie);
      app.close();
      assert.match(text, /"user":"ann"/);
    },
  })),
  {
    name: "a copy of a session's JSON may be put into the next one, with the cookie in it",
    async run(session) {
      const anew: Handler = (req, res) => {
        const copy = JSON.parse(JSON.stringify(req.session)) as object;
        req.session.regenerate(() => {
          Object.assign(req.session, copy);
          req.session.save((error) => res.end(String(error ?? "saved")));
        });
      };
      const options = { ...OPTIONS, cookie: { maxAge: 60_000 } };
      const app = await App.start([session(options)], { "/login": login, "/anew": anew, "/show": show });
      const answer = await app.get("/anew", cookieOf(await app.get("/login")));
      const { text } = await app.get("/show", cookieOf(answer));
      app.close();
      assert.deepEqual([answer.status, answer.text.replace("null", "saved")], [200, "saved"]);
      assert.match(text, /"user":"ann"/);
    },
  },
];

function fail(_sid: string, done: (error: Error) => void): void {
  setImmediate(done, new Error("no connection"));
}

/** As tools for traces wrap methods. */
function wrapped(store: TestStore): TestStore {
  for (const method of ["get", "set", "destroy", "touch"]) {
    const call = Reflect.get(store, method) as (...args: unknown[]) => void;
    Reflect.set(store, method, async (...args: unknown[]): Promise<void> => call.apply(store, args));
  }
  return store;
}
