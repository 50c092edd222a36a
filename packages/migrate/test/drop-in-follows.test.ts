import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { createSessions } from "@sess/core";
import session from "@sess/express-session";
import { withSessions } from "@sess/node";
import { memoryStore } from "@sess/store-memory";
import original from "express-session";
import { afterEach, expect, it } from "vitest";
import { connectRecords, fromExpressSession } from "../src/index.js";

// Processes of the drop-in with `native`, and native processes with `migrate`, take a visitor's requests in turn.

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

type Request = IncomingMessage & { session: Record<string, unknown> & original.Session };
type Use = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;

/** A server, and requests to it with these cookies. */
async function listen(
  listener: RequestListener,
): Promise<(path: string, cookie?: string) => Promise<Response>> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return (path, cookie = "") =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie, "sec-fetch-site": "same-origin" } });
}

interface World {
  readonly native: Awaited<ReturnType<typeof listen>>;
  readonly dropIn: Awaited<ReturnType<typeof listen>>;
  readonly records: () => string[];
  /** Settles when the handler of `/slow` runs; it goes on when `go` is called. */
  readonly slowRuns: Promise<void>;
  readonly go: () => void;
}

async function world(): Promise<World> {
  const store = new original.MemoryStore();
  const secret = "keyboard cat";
  const sessions = createSessions<Record<string, unknown>>({
    store: memoryStore(),
    onEvent: () => {},
    migrate: [
      fromExpressSession({
        records: connectRecords(store),
        secret,
        userId: () => undefined,
        until: new Date(Date.now() + 3_600_000),
      }),
    ],
  });
  const native = await listen(
    withSessions(sessions, (req, res) => {
      if (req.url === "/write") sessions.from(req)["native"] = 1;
      res.end(JSON.stringify({ ...sessions.from(req) }));
    }),
  );
  let run = (): void => {};
  let go = (): void => {};
  const slowRuns = new Promise<void>((resolve) => (run = resolve));
  const released = new Promise<void>((resolve) => (go = resolve));
  const options = { secret, store, resave: false, saveUninitialized: false, native: sessions };
  const use = session(options) as unknown as Use;
  const handle = async ({ url, session }: Request, res: ServerResponse): Promise<void> => {
    if (url === "/slow") {
      run();
      await released;
      session["late"] = 1;
    }
    if (url === "/slow-save") {
      run();
      await released;
      session["late"] = 1;
      await new Promise((resolve, reject) =>
        session.save((error: Error) => (error ? reject(error) : resolve(0))),
      );
    }
    if (url === "/login") session["user"] = "ann";
    if (url === "/write") session["dropIn"] = 1;
    if (url === "/logout") await new Promise((resolve) => session.destroy(resolve));
    res.end(JSON.stringify({ ...session, cookie: undefined }));
  };
  const dropIn = await listen((req, res) => use(req, res, () => void handle(req as Request, res)));
  const records = (): string[] => Object.keys((store as unknown as { sessions: object }).sessions);
  return { native, dropIn, records, slowRuns, go };
}

function cookiesOf(answer: Response): Map<string, string> {
  return new Map(
    answer.headers.getSetCookie().map((line) => [line.split("=", 1)[0] ?? "", line.replace(/;.*/s, "")]),
  );
}

it("leaves a session where it is, as long as only processes of the drop-in see it", async () => {
  const { dropIn, records } = await world();
  const connect = cookiesOf(await dropIn("/login")).get("connect.sid");
  expect(await (await dropIn("/show", connect)).json()).toEqual({ user: "ann" });
  expect(records()).toHaveLength(1);
});

it("finds a session that was taken over, by the old cookie too", async () => {
  const { native, dropIn, records } = await world();
  const connect = cookiesOf(await dropIn("/login")).get("connect.sid");
  const sid = cookiesOf(await native("/", connect)).get("sid");
  expect(records()).toEqual([]);
  const late = await dropIn("/write", connect);
  expect(cookiesOf(late)).toEqual(
    new Map([
      ["sid", sid],
      ["connect.sid", "connect.sid="],
    ]),
  );
  expect(await (await native("/", sid)).json()).toEqual({ user: "ann", dropIn: 1 });
});

it.each(["/slow", "/slow-save"])(
  "keeps what %s writes, though the session is taken over before it is saved",
  async (path) => {
    const { native, dropIn, slowRuns, go } = await world();
    const connect = cookiesOf(await dropIn("/login")).get("connect.sid");
    const slow = dropIn(path, connect);
    await slowRuns;
    const sid = cookiesOf(await native("/write", connect)).get("sid");
    go();
    const answer = await slow;
    expect(answer.status).toBe(200);
    expect(cookiesOf(answer)).toEqual(
      new Map([
        ["sid", sid],
        ["connect.sid", "connect.sid="],
      ]),
    );
    expect(await (await native("/", sid)).json()).toEqual({ user: "ann", native: 1, late: 1 });
  },
);

it("ends it everywhere by a logout", async () => {
  const { native, dropIn } = await world();
  const connect = cookiesOf(await dropIn("/login")).get("connect.sid");
  const sid = cookiesOf(await native("/", connect)).get("sid");
  await dropIn("/logout", connect);
  for (const ask of [native, dropIn]) {
    for (const cookie of [sid, connect]) expect(await (await ask("/show", cookie)).json()).toEqual({});
  }
});
