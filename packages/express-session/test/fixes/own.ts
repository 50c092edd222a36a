import assert from "node:assert/strict";
import { memoryStore } from "@sess/store-memory";
import { App, cookieOf, type Fix, type Handler, OPTIONS, type Request } from "./trial.js";

const login: Handler = (req, res) => {
  req.session["user"] = "ann";
  res.end("in");
};
const show: Handler = (req, res) => res.end(JSON.stringify({ ...req.session, cookie: undefined }));

const befores: Record<string, (req: Request) => Promise<unknown>> = {
  "in place of the session that came": (req) => Promise.resolve(req),
  "after regenerate": (req) => new Promise((done) => req.session.regenerate(done)),
  "after regenerate and save": async (req) => {
    await new Promise((done) => req.session.regenerate(done));
    await new Promise((done) => req.session.save(done));
  },
};

/** What express-session does not have. */
export const own: readonly Fix[] = [
  ...Object.entries(befores).map(([when, before]): Fix => ({
    name: `a plain object at req.session is saved, ${when}`,
    async run(session) {
      const assign: Handler = async (req, res) => {
        await before(req);
        Reflect.set(req, "session", { theme: "dark" });
        res.end();
      };
      const app = await App.start([session(OPTIONS)], { "/login": login, "/show": show, "/assign": assign });
      const cookie = cookieOf(await app.get("/login"));
      const answer = await app.get("/assign", cookie);
      const { text } = await app.get("/show", cookieOf(answer) || cookie);
      app.close();
      assert.equal(text, '{"theme":"dark"}');
    },
  })),
  ...[undefined, memoryStore()].map((store): Fix => ({
    name: `a session whose names were all deleted goes on, in ${store ? "a store of ours" : "memory"}`,
    async run(session) {
      const clear: Handler = async (req, res) => {
        for (const name of Object.keys(req.session)) Reflect.deleteProperty(req.session, name);
        req.session["theme"] = "dark";
        await (req.session.save() as PromiseLike<void>);
        res.end();
      };
      const options = { ...OPTIONS, store, rolling: true, cookie: { maxAge: 60_000 } };
      const app = await App.start([session(options)], { "/login": login, "/show": show, "/clear": clear });
      const cookie = cookieOf(await app.get("/login"));
      const answer = await app.get("/clear", cookie);
      assert.match(answer.setCookie[0] ?? "", /; Path=\/; Expires=.*; HttpOnly$/);
      const { text } = await app.get("/show", cookie);
      app.close();
      assert.equal(text, '{"theme":"dark"}');
    },
  })),
  {
    name: "save rejects where it is awaited, and the session was ended meanwhile",
    async run(session) {
      const store = new session.MemoryStore();
      const save: Handler = async (req, res) => {
        await new Promise((done) => store.destroy(req.sessionID, done));
        req.session["late"] = 1;
        const saving = Promise.resolve(req.session.save() as PromiseLike<void>);
        res.end(String(await saving.catch((error: unknown) => Reflect.get(Object(error) as object, "code"))));
      };
      const app = await App.start([session({ ...OPTIONS, store })], { "/login": login, "/save": save });
      const { text } = await app.get("/save", cookieOf(await app.get("/login")));
      app.close();
      assert.equal(text, "SESSION_ENDED");
    },
  },
];
