import { createSessions, type Sessions } from "@sess/core";
import { withSessions } from "@sess/node";
import { memoryStore } from "@sess/store-memory";
import original from "express-session";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import ours from "../src/index.js";
import {
  App,
  cookieOf,
  type Handler,
  moment,
  OPTIONS,
  type Reply,
  type Subject,
  type TestStore,
} from "./fixes/trial.js";
import { send } from "./support/app.js";

const session = ours as unknown as Subject;
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A native process, a drop-in process, and both kinds of stores. */
interface World {
  readonly sessions: Sessions<Record<string, unknown>>;
  readonly store: TestStore;
  native(path: string, cookie?: string): Promise<Reply>;
  dropIn(path: string, cookie?: string): Promise<Reply>;
  /** Another process of the drop-in, with nothing but `native`. */
  behind(path: string, cookie?: string): Promise<Reply>;
}

const [loaded, go] = [{ at: moment() }, { at: moment() }];
const routes: Record<string, Handler> = {
  "/show": (req, res) => res.end(JSON.stringify({ ...req.session, cookie: undefined })),
  "/id": (req, res) => res.end(req.sessionID),
  "/add": (req, res) => {
    (req.session["cart"] as string[]).push("milk");
    req.session["theme"] = "dark";
    delete req.session["old"];
    res.end();
  },
  "/add-twice": async (req, res) => {
    req.session["a"] = 1;
    await (req.session.save() as PromiseLike<void>);
    req.session["b"] = 2;
    res.end();
  },
  "/slow": async (req, res) => {
    loaded.at.tell();
    await go.at.come;
    req.session["late"] = 1;
    res.end();
  },
  "/anew": (req, res) =>
    void req.session.regenerate(() => {
      req.session["fresh"] = true;
      res.end();
    }),
  "/logout": (req, res) => void req.session.destroy(() => res.end()),
  "/reload": async (req, res) => {
    req.session["dropped"] = 1;
    await (Reflect.get(req.session, "reload") as () => PromiseLike<void>).call(req.session);
    res.end(JSON.stringify({ ...req.session, cookie: undefined }));
  },
};

async function world(options: object = {}): Promise<World> {
  const sessions = createSessions<Record<string, unknown>>({ store: memoryStore(), onEvent: () => {} });
  const server = createServer(
    withSessions(sessions, async (req, res) => {
      const native = sessions.from(req);
      if (req.url === "/login") {
        await native.login("ann");
        Object.assign(native, { cart: ["tea"], old: 1 });
      }
      if (req.url === "/logout") await native.logout();
      if (req.url === "/write") native["native"] = true;
      res.end(JSON.stringify({ user: native.userId, ...native }));
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const store = new (original as unknown as Subject).MemoryStore();
  const base = { ...OPTIONS, store, native: sessions };
  const app = await App.start([session({ ...base, ...options })], routes);
  const other = await App.start([session(base)], routes);
  closers.push(
    () => server.close(),
    () => app.close(),
    () => other.close(),
  );
  return {
    sessions,
    store,
    native: (path, cookie) =>
      send(port, path, new Map(), { ...(cookie && { cookie }), "sec-fetch-site": "same-origin" }),
    dropIn: (path, cookie) => app.get(path, cookie),
    behind: (path, cookie) => other.get(path, cookie),
  };
}

const jsonOf = ({ text }: Reply): unknown => JSON.parse(text);

describe("a request with a native cookie, in a process of the drop-in", () => {
  it("is served out of the native record, and changes it", async () => {
    const { native, dropIn, store } = await world();
    const cookie = cookieOf(await native("/login"));
    expect(jsonOf(await dropIn("/show", cookie))).toEqual({ cart: ["tea"], old: 1 });
    const { setCookie } = await dropIn("/add", cookie);
    expect(setCookie).toEqual([]);
    expect(jsonOf(await native("/show", cookie))).toEqual({
      user: "ann",
      cart: ["tea", "milk"],
      theme: "dark",
    });
    await dropIn("/add-twice", cookie);
    expect(jsonOf(await native("/show", cookie))).toMatchObject({ a: 1, b: 2 });
    expect(store.sessions).toEqual({});
  });

  it("has the session's public handle for an id, and the same one each time", async () => {
    const { native, dropIn } = await world();
    const cookie = cookieOf(await native("/login"));
    const { text } = await dropIn("/id", cookie);
    expect(text).toMatch(/^[\w-]{22}$/);
    expect((await dropIn("/id", cookie)).text).toBe(text);
    expect(cookie).not.toContain(text);
  });

  it("loses no field that a native process writes meanwhile, and brings nothing back that one has ended", async () => {
    const { native, dropIn } = await world({ resave: true });
    const cookie = cookieOf(await native("/login"));
    for (const [meanwhile, after] of [
      ["/write", { user: "ann", cart: ["tea"], old: 1, native: true, late: 1 }],
      ["/logout", {}],
    ] as const) {
      [loaded.at, go.at] = [moment(), moment()];
      const slow = dropIn("/slow", cookie);
      await loaded.at.come;
      await native(meanwhile, cookie);
      go.at.tell();
      expect((await slow).status).toBe(200);
      expect(jsonOf(await native("/show", cookie))).toEqual(after);
    }
  });

  it("ends the native session by destroy, and clears its cookie", async () => {
    const { native, dropIn, sessions } = await world();
    const cookie = cookieOf(await native("/login"));
    const { setCookie } = await dropIn("/logout", cookie);
    expect(setCookie).toEqual([expect.stringMatching(/^sid=;.*Max-Age=0/)]);
    expect(await sessions.list("ann")).toEqual([]);
    expect(jsonOf(await native("/show", cookie))).toEqual({});
  });

  it("ends it by regenerate, and goes on with a session of its own", async () => {
    const { native, dropIn, sessions } = await world();
    const cookie = cookieOf(await native("/login"));
    const { setCookie } = await dropIn("/anew", cookie);
    expect(setCookie).toEqual([expect.stringMatching(/^connect\.sid=s/), expect.stringMatching(/^sid=;/)]);
    expect(await sessions.list("ann")).toEqual([]);
    expect(jsonOf(await dropIn("/show", cookieOf({ status: 0, text: "", setCookie })))).toEqual({
      fresh: true,
    });
  });

  it("reads it again by reload", async () => {
    const { native, dropIn } = await world();
    const cookie = cookieOf(await native("/login"));
    expect(jsonOf(await dropIn("/reload", cookie))).toEqual({ cart: ["tea"], old: 1 });
  });

  it("counts before an older cookie of the drop-in's", async () => {
    const { native, dropIn } = await world();
    const older = cookieOf(await dropIn("/anew"));
    const cookie = cookieOf(await native("/login"));
    expect(jsonOf(await dropIn("/show", `${older}; ${cookie}`))).toMatchObject({ cart: ["tea"] });
    expect(jsonOf(await dropIn("/show", `${older}; sid=${"A".repeat(44)}`))).toEqual({ fresh: true });
  });
});

describe('nativeTo: "connect"', () => {
  it("moves the session, so that express-session can go on with it", async () => {
    const { native, dropIn, store } = await world({ nativeTo: "connect" });
    const cookie = cookieOf(await native("/login"));
    const moved = await dropIn("/show", cookie);
    expect(jsonOf(moved)).toEqual({ cart: ["tea"], old: 1 });
    const next = cookieOf(moved);
    expect(next).toMatch(/^connect\.sid=s/);
    const old = await App.start([(original as unknown as Subject)({ ...OPTIONS, store })], routes);
    closers.push(() => old.close());
    await old.get("/add", next);
    expect(jsonOf(await dropIn("/show", `${cookie}; ${next}`))).toEqual({
      cart: ["tea", "milk"],
      theme: "dark",
    });
  });

  it("is followed by processes that are a step behind", async () => {
    const { native, dropIn, behind } = await world({ nativeTo: "connect" });
    const cookie = cookieOf(await native("/login"));
    const next = cookieOf(await dropIn("/add", cookie));
    const shown = { cart: ["tea", "milk"], theme: "dark" };
    expect(jsonOf(await behind("/show", `${cookie}; ${next}`))).toEqual(shown);
    expect(jsonOf(await behind("/show", cookie))).toEqual(shown);
  });

  it("moves it once, however many requests come at once", async () => {
    const { native, dropIn, store } = await world({ nativeTo: "connect" });
    const cookie = cookieOf(await native("/login"));
    const answers = await Promise.all(Array.from({ length: 8 }, () => dropIn("/id", cookie)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(Object.keys(store.sessions)).toEqual([answers[0]?.text]);
    expect(answers.every(({ setCookie }) => setCookie.length === 1)).toBe(true);
  });

  it("leaves nothing to come back to after a logout", async () => {
    const { native, dropIn } = await world({ nativeTo: "connect" });
    const cookie = cookieOf(await native("/login"));
    const next = cookieOf(await dropIn("/show", cookie));
    await dropIn("/logout", `${cookie}; ${next}`);
    expect(jsonOf(await dropIn("/show", cookie))).toEqual({});
    expect(jsonOf(await dropIn("/show", `${cookie}; ${next}`))).toEqual({});
    expect(jsonOf(await native("/show", cookie))).not.toHaveProperty("cart");
  });

  it("lets a new login follow, though the browser still has the native cookie", async () => {
    const { native, dropIn } = await world({ nativeTo: "connect" });
    const cookie = cookieOf(await native("/login"));
    const next = cookieOf(await dropIn("/anew", cookie));
    expect(jsonOf(await dropIn("/show", `${cookie}; ${next}`))).toEqual({ fresh: true });
  });
});

it("refuses what it does not know", () => {
  vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  expect(() => session({ ...OPTIONS, nativeTo: "express" })).toThrow(/nativeTo option must be/);
});
