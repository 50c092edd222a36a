import { createSessions, type SessionEvent, type Sessions } from "@sess/core";
import { fromExpressSession, type OldRecords, passportUser, redisRecords } from "@sess/migrate";
import { redisStore } from "@sess/store-redis";
import { randomOf, seedOfRun } from "@sess/test-random";
import { type RedisServer, startRedis } from "@sess/test-redis";
import { type Visitor, visitorAt } from "@sess/test-visitor";
import { RedisStore } from "connect-redis";
import express from "express";
import expressSession from "express-session";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listen, type Listening } from "./support/listening.js";
import { newApps, type Told } from "./support/new-apps.js";

const USERS = 100;
const PROCESSES = 3;
const SECRET = "keyboard cat";
const random = randomOf(seedOfRun);

/** What several processes share, and what each has for itself: connections, and a manager. */
class Fleet {
  readonly events: SessionEvent[] = [];
  readonly apps: Listening[] = [];
  readonly managers: Sessions[] = [];
  readonly #clients: Redis[] = [];
  readonly #server: RedisServer;

  constructor(server: RedisServer) {
    this.#server = server;
  }

  async start(): Promise<void> {
    const frameworks = Object.values(newApps);
    for (let number = 0; number < PROCESSES; number++) {
      const client = new Redis(this.#server.port);
      const records = jittery(redisRecords(client, { prefix: "sess:" }));
      const until = new Date(Date.now() + 3_600_000);
      const sessions = createSessions({
        store: redisStore(client),
        migrate: [fromExpressSession({ secret: SECRET, records, until, userId: passportUser })],
        storeTimeoutMs: 20_000,
        onEvent: (event) => this.events.push(event),
      });
      this.#clients.push(client);
      this.managers.push(sessions);
      this.apps.push(await frameworks[number % frameworks.length]!(sessions));
    }
  }

  async stop(): Promise<void> {
    for (const app of this.apps) await app.close();
    for (const sessions of this.managers) await sessions.close();
    for (const client of this.#clients) client.disconnect();
  }
}

/** Answers come in another order each time. */
function jittery(records: OldRecords): OldRecords {
  const late = async <T>(answer: Promise<T>): Promise<T> => {
    const value = await answer;
    for (let turns = random(8); turns > 0; turns--) await new Promise((go) => setImmediate(go));
    return value;
  };
  return { read: (id) => late(records.read(id)), end: (id) => late(records.end(id)) };
}

describe(`first requests of ${USERS} users in ${PROCESSES} processes (SESS_SEED=${seedOfRun})`, () => {
  let server: RedisServer;
  let fleet: Fleet;
  let old: Listening;
  let oldClient: ReturnType<typeof createClient>;

  beforeAll(async () => {
    server = await startRedis();
    oldClient = createClient({ url: server.url });
    await oldClient.connect();
    const app = express();
    const store = new RedisStore({ client: oldClient });
    app.use(expressSession({ secret: SECRET, store, resave: false, saveUninitialized: false }));
    app.get("/login", (req, res) => {
      Object.assign(req.session, { passport: { user: req.query["user"] }, cart: ["tea"] });
      res.json({});
    });
    old = await listen(app);
    fleet = new Fleet(server);
    await fleet.start();
  });

  afterAll(async () => {
    await fleet.stop();
    await old.close();
    oldClient.destroy();
    await server.stop();
  });

  /** A browser that is signed in at the old app. */
  async function signedIn(user: string): Promise<Visitor> {
    const visitor = visitorAt(old.origin);
    await visitor.ask(`/login?user=${user}`);
    return visitor;
  }

  /** Another tab of the same browser, at one of the processes. */
  function tab(browser: Visitor, number = random(PROCESSES)): Visitor {
    const visitor = visitorAt(fleet.apps[number]!.origin);
    for (const [name, value] of browser.cookies) visitor.cookies.set(name, value);
    return visitor;
  }

  /** What connect-redis does for `destroy`. @returns whether there was still something to end */
  async function oldLogout(browser: Visitor): Promise<boolean> {
    const [, sid = ""] = /^s:(.*)\./.exec(decodeURIComponent(browser.cookies.get("connect.sid") ?? "")) ?? [];
    return (await oldClient.del(`sess:${sid}`)) === 1;
  }

  it("come to one session each, whichever was first", async () => {
    await Promise.all(
      Array.from({ length: USERS }, async (_, number) => {
        const user = `user-${number}`;
        const browser = await signedIn(user);
        const tabs = Array.from({ length: 5 }, () => tab(browser));
        const told = await Promise.all(tabs.map((one, at) => one.json<Told>(`/write?f${at}=yes`)));
        expect(told.map(({ userId }) => userId)).toEqual(told.map(() => user));
        expect(new Set(tabs.map(({ cookies }) => cookies.get("sid"))).size).toBe(1);
        const { data } = await tabs[0]!.json<Told>("/me");
        expect(data).toMatchObject({ cart: ["tea"], f0: "yes", f1: "yes", f2: "yes", f3: "yes", f4: "yes" });
        expect(await fleet.managers[0]!.list(user)).toHaveLength(1);
      }),
    );
    expect(fleet.events.filter(({ type }) => type === "imported")).toHaveLength(USERS);
  });

  it.each(["a logout here", "a logout at the old app", "revokeUser"])(
    "%s among them is final (T-10)",
    async (how) => {
      let ended = 0;
      await Promise.all(
        Array.from({ length: USERS }, async (_, number) => {
          const user = `${how} ${number}`.replaceAll(" ", "-");
          const browser = await signedIn(user);
          const tabs = Array.from({ length: 3 }, () => tab(browser));
          const ender = tab(browser);
          const asked = tabs.map((one) => one.json<Told>("/me"));
          if (how === "revokeUser") await fleet.managers[number % PROCESSES]!.revokeUser(user);
          else if (how === "a logout here") await ender.ask("/logout");
          else if (!(await oldLogout(browser))) return; // It had come over already.
          await Promise.all(asked);
          const after = await Promise.all([...tabs, tab(browser)].map((one) => one.json<Told>("/me")));
          expect(after.filter(({ userId }) => userId !== undefined)).toEqual([]);
          ended++;
        }),
      );
      expect(ended).toBeGreaterThan(0);
    },
  );
});
