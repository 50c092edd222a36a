import original from "express-session";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import ours from "../src/index.js";
import { App, cookieOf, type Handler, moment, type Subject } from "./fixes/trial.js";
import { type Foreign, foreignStores } from "./support/foreign-stores.js";
import type { SessionFactory } from "./support/side.js";

const OPTIONS = {
  secret: "keyboard cat",
  resave: false,
  saveUninitialized: false,
  cookie: { maxAge: 60_000 },
};

const [loaded, go] = [{ at: moment() }, { at: moment() }];

const routes: Record<string, Handler> = {
  "/login": (req, res) => {
    req.session["user"] = { name: "ann", since: 5, tags: ["a", null] };
    req.session["views"] = 1;
    res.end();
  },
  "/view": (req, res) => {
    req.session["views"] = Number(req.session["views"]) + 1;
    res.end();
  },
  "/show": (req, res) => res.end(JSON.stringify(req.session)),
  "/slow": async (req, res) => {
    loaded.at.tell();
    await go.at.come;
    req.session["slow"] = true;
    res.end();
  },
  "/logout": (req, res) => void req.session.destroy(() => res.end()),
  "/anew": (req, res) => {
    req.session.regenerate(() => {
      req.session["user"] = "bob";
      res.end();
    });
  },
};

function data(text: string): Record<string, unknown> {
  // What stores leave in the session themselves.
  const own = new Set(["cookie", "__lastAccess", "lastModified"]);
  const all = Object.entries(JSON.parse(text) as Record<string, unknown>);
  return Object.fromEntries(all.filter(([name]) => !own.has(name)));
}

describe.each(Object.entries(foreignStores))("%s", (_name, start) => {
  let foreign: Foreign;
  const apps: App[] = [];
  beforeAll(async () => {
    vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    foreign = await start();
  }, 120_000);
  afterAll(() => foreign.stop());
  afterEach(() => {
    for (const app of apps.splice(0)) app.close();
  });

  async function app(session: SessionFactory): Promise<App> {
    const use = (session as unknown as Subject)({ ...OPTIONS, store: foreign.make(session) });
    const made = await App.start([use], routes);
    apps.push(made);
    return made;
  }

  it("keeps sessions: begun, read, changed, exchanged, ended", async () => {
    const here = await app(ours);
    const cookie = cookieOf(await here.get("/login"));
    await here.get("/view", cookie);
    expect(data((await here.get("/show", cookie)).text)).toEqual({
      user: { name: "ann", since: 5, tags: ["a", null] },
      views: 2,
    });
    const next = cookieOf(await here.get("/anew", cookie));
    expect(data((await here.get("/show", cookie)).text)).toEqual({});
    expect(data((await here.get("/show", next)).text)).toEqual({ user: "bob" });
    await here.get("/logout", next);
    expect(data((await here.get("/show", next)).text)).toEqual({});
  });

  it("shares sessions with express-session, both ways", async () => {
    // The one that is made last has its way with a store object that they share.
    const [here, there] = [await app(ours), await app(original)];
    const mine = cookieOf(await here.get("/login"));
    await there.get("/view", mine);
    expect(data((await here.get("/show", mine)).text)).toMatchObject({ views: 2 });
    const theirs = cookieOf(await there.get("/login"));
    await here.get("/view", theirs);
    expect(data((await there.get("/show", theirs)).text)).toMatchObject({ views: 2 });
    await here.get("/logout", theirs);
    expect(data((await there.get("/show", theirs)).text)).toEqual({});
  });

  it("is given the same record as by express-session", async () => {
    const shapes = await Promise.all(
      [ours, original].map(async (session) => {
        const side = await app(session);
        const cookie = cookieOf(await side.get("/login"));
        await side.get("/view", cookie);
        const { text } = await side.get("/show", cookie);
        return text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "a date").replace(/\d{5,}/g, "a number");
      }),
    );
    expect(shapes[0]).toBe(shapes[1]);
  });

  it("does not lose what a parallel request has changed, nor bring back what it has ended", async () => {
    const here = await app(ours);
    const run = async (meanwhile: string, cookie: string): Promise<void> => {
      [loaded.at, go.at] = [moment(), moment()];
      const slow = here.get("/slow", cookie);
      await loaded.at.come;
      await here.get(meanwhile, cookie);
      go.at.tell();
      expect((await slow).status).toBe(200);
    };
    const cookie = cookieOf(await here.get("/login"));
    await run("/view", cookie);
    expect(data((await here.get("/show", cookie)).text)).toMatchObject({ views: 2, slow: true });
    await run("/logout", cookie);
    expect(data((await here.get("/show", cookie)).text)).toEqual({});
  });
});
