import { deepEqual, equal } from "node:assert/strict";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createSessions } from "@sess/core";
import session from "@sess/express-session";
import { withSessions } from "@sess/node";
import { memoryStore } from "@sess/store-memory";
import type original from "express-session";
import { connectRecords, fromExpressSession } from "../../src/index.js";
import { listen } from "../support/listening.js";
import type { Case } from "./index.js";

// Processes of the drop-in with `native`, and native processes with `migrate`, take a visitor's requests in turn.

type Request = IncomingMessage & { session: Record<string, unknown> & original.Session };
type Use = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;
/** Asks a server, with these cookies. */
type Ask = (path: string, cookie?: string) => Promise<Response>;

interface World {
  readonly native: Ask;
  readonly dropIn: Ask;
  readonly records: () => string[];
  /** Settles when the handler of `/slow` runs; it goes on when `go` is called. */
  readonly slowRuns: Promise<void>;
  readonly go: () => void;
}

async function inWorld(run: (world: World) => Promise<void>): Promise<void> {
  const closers: (() => Promise<void>)[] = [];
  const serve = async (listener: RequestListener): Promise<Ask> => {
    const { origin, close } = await listen(listener);
    closers.push(close);
    return (path, cookie = "") =>
      fetch(origin + path, { headers: { cookie, "sec-fetch-site": "same-origin" } });
  };
  try {
    await run(await worldOf(serve));
  } finally {
    for (const close of closers) await close();
  }
}

async function worldOf(serve: (listener: RequestListener) => Promise<Ask>): Promise<World> {
  const store = new session.MemoryStore();
  const secret = "keyboard cat";
  const sessions = createSessions<Record<string, unknown>>({
    store: memoryStore(),
    onEvent: () => {},
    migrate: [
      fromExpressSession({
        records: connectRecords(store),
        secret,
        userId: ({ user }) => (typeof user === "string" ? user : undefined),
        until: new Date(Date.now() + 3_600_000),
      }),
    ],
  });
  const native = await serve(
    withSessions(sessions, (req, res) => {
      if (req.url === "/write") sessions.from(req)["native"] = 1;
      if (req.url === "/logout") void sessions.from(req).logout();
      if (req.url === "/who") return void res.end(JSON.stringify(sessions.from(req).userId ?? null));
      res.end(JSON.stringify({ ...sessions.from(req) }));
    }),
  );
  let run = (): void => {};
  let go = (): void => {};
  const slowRuns = new Promise<void>((resolve) => (run = resolve));
  const released = new Promise<void>((resolve) => (go = resolve));
  const cookie = { maxAge: 60_000 };
  const options = { secret, store, cookie, resave: false, saveUninitialized: false, native: sessions };
  const use = session(options) as unknown as Use;
  const handle = async (req: Request, res: ServerResponse): Promise<void> => {
    const { url, session } = req;
    if (url?.startsWith("/slow")) {
      run();
      await released;
      session["late"] = 1;
    }
    if (url === "/slow-save") await Promise.all([awaited(session.save()), awaited(session.save())]);
    if (url === "/slow-logout") await new Promise((resolve) => session.destroy(resolve));
    if (url === "/slow-anew") await new Promise((resolve) => session.regenerate(resolve));
    if (url === "/slow-reload") await new Promise((resolve) => session.reload(resolve));
    if (url === "/login") session["user"] = "ann";
    if (url === "/anew" || url === "/slow-anew-in") {
      await new Promise((resolve) => session.regenerate(resolve));
      req.session["user"] = "bob";
    }
    if (url?.startsWith("/late")) res.write(" ");
    if (url?.endsWith("/bob")) session["user"] = "bob";
    if (url?.endsWith("/nobody")) delete session["user"];
    if (url?.startsWith("/saved")) await awaited(session.save());
    if (url === "/write") session["dropIn"] = 1;
    if (url === "/logout") await new Promise((resolve) => session.destroy(resolve));
    res.end(JSON.stringify({ ...req.session, cookie: undefined }));
  };
  const dropIn = await serve((req, res) => use(req, res, () => void handle(req as Request, res)));
  const records = (): string[] => Object.keys((store as unknown as { sessions: object }).sessions);
  return { native, dropIn, records, slowRuns, go };
}

/** A callback would not hear that the session is over. */
function awaited(session: original.Session): Promise<unknown> {
  return Promise.resolve(session as unknown as PromiseLike<unknown>);
}

/** What each line of an answer sets. */
function cookiesOf(answer: Response): string[] {
  return answer.headers.getSetCookie().map((line) => line.replace(/;.*/s, ""));
}

async function loginAt(dropIn: Ask): Promise<string> {
  const [cookie = ""] = cookiesOf(await dropIn("/login"));
  return cookie;
}

const jsonOf = async (answer: Response | Promise<Response>): Promise<unknown> => (await answer).json();

const cases: Record<string, (world: World) => Promise<void>> = {
  "a session stays where it is, as long as only processes of the drop-in see it": async (world) => {
    const connect = await loginAt(world.dropIn);
    deepEqual(await jsonOf(world.dropIn("/show", connect)), { user: "ann" });
    equal(world.records().length, 1);
    // Also where the browser has a native cookie of before.
    deepEqual(await jsonOf(world.dropIn("/show", `sid=${"A".repeat(44)}; ${connect}`)), { user: "ann" });
    equal(world.records().length, 1);
  },
  "one that was taken over is found, by the old cookie too": async ({ native, dropIn, records }) => {
    const connect = await loginAt(dropIn);
    const [sid = ""] = cookiesOf(await native("/", connect));
    deepEqual(records(), []);
    deepEqual(cookiesOf(await dropIn("/write", connect)), [sid, "connect.sid="]);
    deepEqual(await jsonOf(native("/", sid)), { user: "ann", dropIn: 1 });
  },
  "a logout ends it everywhere": async ({ native, dropIn }) => {
    const connect = await loginAt(dropIn);
    const [sid = ""] = cookiesOf(await native("/", connect));
    await dropIn("/logout", connect);
    for (const ask of [native, dropIn]) {
      for (const cookie of [sid, connect]) deepEqual(await jsonOf(ask("/show", cookie)), {});
    }
  },
  ...Object.fromEntries(
    ["/slow-logout", "/slow-anew"].map((path) => [
      `what ${path} ends stays ended, though the session is taken over before`,
      async ({ native, dropIn, slowRuns, go }: World) => {
        const connect = await loginAt(dropIn);
        const slow = dropIn(path, connect);
        await slowRuns;
        const [sid = ""] = cookiesOf(await native("/", connect));
        go();
        deepEqual(await jsonOf(slow), {});
        for (const ask of [native, dropIn]) {
          for (const cookie of [sid, connect]) deepEqual(await jsonOf(ask("/show", cookie)), {});
        }
      },
    ]),
  ),
  ...Object.fromEntries(
    [
      ["/bob", "bob"],
      ["/saved/bob", "bob"],
      ["/nobody", null],
      ["/saved/nobody", null],
    ].map(([path, user]) => [
      `who is signed in by ${path}, in the data alone, is so in native processes too`,
      async ({ native, dropIn }: World) => {
        const connect = await loginAt(dropIn);
        const [sid = ""] = cookiesOf(await native("/write", connect));
        equal(await jsonOf(native("/who", sid)), "ann");
        const answer = await dropIn(String(path), sid);
        equal(await jsonOf(native("/who", sid)), null);
        const own = cookiesOf(answer).find((line) => line.startsWith("connect.sid=")) ?? "";
        const data = user === null ? { native: 1 } : { user, native: 1 };
        deepEqual(await jsonOf(dropIn("/show", own)), data);
        equal(await jsonOf(native("/who", own)), user);
      },
    ]),
  ),
  "who is signed out after the head is so in native processes too": async ({ native, dropIn }) => {
    const connect = await loginAt(dropIn);
    const [sid = ""] = cookiesOf(await native("/", connect));
    await (await dropIn("/late/nobody", sid)).text();
    equal(await jsonOf(native("/who", sid)), null);
  },
  "who signs out while his session is taken over is signed out there, and what is written meanwhile stays":
    async ({ native, dropIn, slowRuns, go }) => {
      const connect = await loginAt(dropIn);
      const slow = dropIn("/slow/nobody", connect);
      await slowRuns;
      const [sid = ""] = cookiesOf(await native("/write", connect));
      go();
      const own = cookiesOf(await slow).at(-1) ?? "";
      equal(await jsonOf(native("/who", sid)), null);
      deepEqual(await jsonOf(dropIn("/show", own)), { native: 1, late: 1 });
    },
  "a login by the data alone does not go on with a session that was ended meanwhile": async ({
    native,
    dropIn,
    slowRuns,
    go,
  }) => {
    const connect = await loginAt(dropIn);
    const [sid = ""] = cookiesOf(await native("/write", connect));
    const slow = dropIn("/slow/bob", sid);
    await slowRuns;
    await native("/logout", sid);
    go();
    const answer = await slow;
    deepEqual(cookiesOf(answer), []);
  },
  ...Object.fromEntries(
    (["before", "while"] as const).map((when) => [
      `a login in a request that came with the old cookie keeps its own cookie, where the session was taken over ${when} it came`,
      async ({ native, dropIn, slowRuns, go }: World) => {
        const connect = await loginAt(dropIn);
        if (when === "before") await native("/", connect);
        const answer = dropIn(when === "before" ? "/anew" : "/slow-anew-in", connect);
        if (when === "while") {
          await slowRuns;
          await native("/", connect);
          go();
        }
        const last = cookiesOf(await answer)
          .filter((line) => line.startsWith("connect.sid="))
          .at(-1);
        deepEqual(await jsonOf(dropIn("/show", last)), { user: "bob" });
      },
    ]),
  ),
  "a request that reads it again finds it where it is by then": async ({ native, dropIn, slowRuns, go }) => {
    const connect = await loginAt(dropIn);
    const slow = dropIn("/slow-reload", connect);
    await slowRuns;
    await native("/write", connect);
    go();
    deepEqual(await jsonOf(slow), { user: "ann", native: 1 });
  },
  ...Object.fromEntries(
    ["/slow", "/slow-save"].map((path) => [
      `what ${path} writes is kept, though the session is taken over before it is saved`,
      async ({ native, dropIn, slowRuns, go }: World) => {
        const connect = await loginAt(dropIn);
        const slow = dropIn(path, connect);
        await slowRuns;
        const [sid = ""] = cookiesOf(await native("/write", connect));
        go();
        const answer = await slow;
        equal(answer.status, 200);
        deepEqual(cookiesOf(answer), [sid, "connect.sid="]);
        deepEqual(await jsonOf(native("/", sid)), { user: "ann", native: 1, late: 1 });
      },
    ]),
  ),
};

/** What processes of the drop-in do when a native process has taken a session over. */
export const follows: readonly Case[] = Object.entries(cases).map(([name, run]) => ({
  name,
  run: () => inWorld(run),
}));
