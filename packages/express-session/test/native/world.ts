import { type PausableStore, pausableStore } from "@sess/conformance";
import { createSessions, type Session, type SessionEvent, type Sessions } from "@sess/core";
import { withSessions } from "@sess/node";
import { memoryStore } from "@sess/store-memory";
import ours from "../../src/index.js";
import {
  App,
  type Handler,
  type Moment,
  moment,
  OPTIONS,
  type Reply,
  type Subject,
  type TestStore,
} from "../fixes/trial.js";
import { ask, listen } from "../support/http.js";

export const session: Subject = ours as unknown as Subject;

type NativeSession = Session<Record<string, unknown>>;

export interface WorldOptions {
  /** For the process at `dropIn`. */
  readonly dropIn?: object;
  /** For both processes of the drop-in. */
  readonly routes?: Record<string, Handler>;
  /** For the native process, which shows its session's data. */
  readonly native?: Record<string, (session: NativeSession) => unknown>;
}

/** A native process, two of the drop-in, and both kinds of stores. */
export interface World {
  readonly sessions: Sessions<Record<string, unknown>>;
  /** What has happened to native sessions. */
  readonly events: SessionEvent["type"][];
  /** That of the native records. */
  readonly records: PausableStore;
  /** That of express-session's kind. */
  readonly store: TestStore;
  /** Where the handler of `/slow` has its session, and where it goes on. */
  slow: { readonly loaded: Moment; readonly go: Moment };
  native(path: string, cookie?: string): Promise<Reply>;
  dropIn(path: string, cookie?: string): Promise<Reply>;
  /** Another process of the drop-in, with nothing but `native`. */
  behind(path: string, cookie?: string): Promise<Reply>;
  close(): void;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const records = pausableStore(memoryStore());
  const events: SessionEvent["type"][] = [];
  const sessions = createSessions<Record<string, unknown>>({
    store: records,
    onEvent: ({ type }) => events.push(type),
  });
  const nativeRoutes = { ...nativeHandlers, ...options.native };
  const server = await listen(
    withSessions(sessions, async (req, res) => {
      const native = sessions.from(req);
      await nativeRoutes[req.url ?? ""]?.(native);
      res.end(JSON.stringify({ user: native.userId, ...native }));
    }),
  );
  const store = new session.MemoryStore();
  const base = { ...OPTIONS, store, native: sessions };
  const routes: Record<string, Handler> = {
    ...handlers,
    "/slow": async (req, res) => {
      world.slow.loaded.tell();
      await world.slow.go.come;
      req.session["late"] = 1;
      res.end();
    },
    "/slow-reload": async (req, res) => {
      world.slow.loaded.tell();
      await world.slow.go.come;
      await (Reflect.get(req.session, "reload") as () => PromiseLike<void>).call(req.session);
      const shown = JSON.stringify({ ...req.session, cookie: undefined });
      req.session["again"] = 1;
      res.end(shown);
    },
    "/slow-logout": async (req, res) => {
      world.slow.loaded.tell();
      await world.slow.go.come;
      req.session.destroy(() => res.end());
    },
    ...options.routes,
  };
  const app = await App.start([session({ ...base, ...options.dropIn })], routes);
  const behind = await App.start([session(base)], routes);
  const world: World = {
    sessions,
    events,
    records,
    store,
    slow: { loaded: moment(), go: moment() },
    native(path, cookie) {
      const headers = { ...(cookie && { cookie }), "sec-fetch-site": "same-origin" };
      return ask(server.port, path, { headers }).all;
    },
    dropIn: (path, cookie) => app.get(path, cookie),
    behind: (path, cookie) => behind.get(path, cookie),
    close() {
      void server.close();
      app.close();
      behind.close();
    },
  };
  return world;
}

const nativeHandlers: NonNullable<WorldOptions["native"]> = {
  "/login": async (native) => {
    await native.login("ann");
    Object.assign(native, { cart: ["tea"], old: 1 });
  },
  "/logout": (native) => native.logout(),
  "/write": (native) => (native["native"] = true),
};

const handlers: Record<string, Handler> = {
  "/show": (req, res) => res.end(JSON.stringify({ ...req.session, cookie: undefined })),
  "/id": (req, res) => res.end(req.sessionID),
  "/add": (req, res) => {
    (req.session["cart"] as string[]).push("milk");
    req.session["theme"] = "dark";
    delete req.session["old"];
    res.end();
  },
  "/anew": (req, res) =>
    void req.session.regenerate(() => {
      req.session["fresh"] = true;
      res.end();
    }),
  "/logout": (req, res) => void req.session.destroy(() => res.end()),
};

/** `run` rejects where it does not hold. No case needs a test runner: mutants run them as they are. */
export interface Case {
  readonly name: string;
  run(): Promise<void>;
}

/** A case in a world of its own. */
export function inWorld(name: string, options: WorldOptions, run: (world: World) => Promise<void>): Case {
  return {
    name,
    async run() {
      const world = await startWorld(options);
      try {
        await run(world);
      } finally {
        world.close();
      }
    },
  };
}

export function jsonOf({ text }: Reply): unknown {
  return JSON.parse(text);
}
