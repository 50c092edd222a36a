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
];

/** As tools for traces wrap methods. */
function wrapped(store: TestStore): TestStore {
  for (const method of ["get", "set", "destroy", "touch"]) {
    const call = Reflect.get(store, method) as (...args: unknown[]) => void;
    Reflect.set(store, method, async (...args: unknown[]): Promise<void> => call.apply(store, args));
  }
  return store;
}
