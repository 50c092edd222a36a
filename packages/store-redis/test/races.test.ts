import { createSessions, type Session, type Sessions, type SessionStore } from "@sess/core";
import { redisStore, type RedisStore } from "@sess/store-redis";
import { randomOf, seedOfRun } from "@sess/test-random";
import { startRedis, type RedisServer } from "@sess/test-redis";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser } from "./support/browser.js";
import { Interleaving } from "./support/interleaving.js";

const ROUNDS = 3000;

/** Two processes, each with a connection of its own, on one server. */
describe(`races (SESS_SEED=${seedOfRun})`, () => {
  let server: RedisServer;
  const clients: Redis[] = [];
  let here: RedisStore;
  let there: RedisStore;

  beforeAll(async () => {
    server = await startRedis();
    const open = (): RedisStore => {
      const client = new Redis(server.url, { lazyConnect: true });
      clients.push(client);
      return redisStore(client);
    };
    here = open();
    there = open();
  });

  afterAll(async () => {
    await here.close();
    await there.close();
    for (const client of clients) client.disconnect();
    await server.stop();
  });

  const sessionsOn = (store: SessionStore): Sessions =>
    createSessions({ store, onEvent: () => undefined, storeTimeoutMs: 60_000 });

  it("a logout is final, whatever another process does with the session (V-01, T-10)", async () => {
    const [alice, mallory] = [sessionsOn(here), sessionsOn(there)];
    const verbs: ((session: Session) => unknown)[] = [
      (session) => Object.assign(session, { late: true }),
      (session) => session.touch(),
      (session) => session.rotate(),
      (session) => session.save(),
      (session) => session.regenerate(),
      (session) => session.login("alice"),
    ];
    for (const verb of verbs) {
      const browser = new Browser(alice);
      await browser.visit((session) => session.login("alice"));
      const late = browser.at(mallory);
      await late
        .visit(async (session) => {
          await browser.visit((own) => own.logout());
          await verb(session);
        })
        .catch((error: unknown) => expect(error).toMatchObject({ code: "SESSION_ENDED" }));
      // Only who gives his password again is signed in again, to a session that has nothing of the old one.
      const left = verb === verbs.at(-1) ? 1 : 0;
      expect(await alice.list("alice"), String(verb)).toHaveLength(left);
      await alice.revokeUser("alice");
    }
  });

  it("64 parallel writers of different fields lose nothing, deletions included", async () => {
    const [one, two] = [sessionsOn(here), sessionsOn(there)];
    const browser = new Browser(one);
    await browser.visit((session) => {
      for (let i = 0; i < 64; i += 2) Object.assign(session, { [`field${i}`]: "old" });
    });
    const all = Array.from({ length: 64 }, (_, i) => browser.at(i % 3 ? one : two));
    let arrived = 0;
    let start = (): void => {};
    const together = new Promise<void>((resolve) => (start = resolve));
    await Promise.all(
      all.map((request, i) =>
        request.visit(async (session) => {
          if (++arrived === all.length) start();
          await together;
          if (i % 4 === 0) Reflect.deleteProperty(session, `field${i}`);
          else Object.assign(session, { [`field${i}`]: `new ${i}` });
        }),
      ),
    );
    const expected = Object.fromEntries(
      all.flatMap((_, i) => (i % 4 === 0 ? [] : [[`field${i}`, `new ${i}`]])),
    );
    expect(await browser.visit((session) => ({ ...session }))).toEqual(expected);
  });

  it("increments by update() all count", async () => {
    const [one, two] = [sessionsOn(here), sessionsOn(there)];
    const browser = new Browser(one);
    await browser.visit((session) => Object.assign(session, { count: 0 }));
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        browser.at(i % 2 ? one : two).visit((session) =>
          session.update((data) => {
            data["count"] = Number(data["count"]) + 1;
          }),
        ),
      ),
    );
    expect(await browser.visit((session) => ({ ...session }))).toEqual({ count: 20 });
  });

  it(
    `${ROUNDS} interleavings of a login and a revocation end with a session that is listed, or with none`,
    { timeout: 240_000 },
    async () => {
      for (let round = 0; round < ROUNDS; round++) await loginAgainstRevocation(seedOfRun + round);
    },
  );

  it(
    `${ROUNDS} interleavings of a rotation and a revocation end without a session`,
    { timeout: 240_000 },
    async () => {
      for (let round = 0; round < ROUNDS; round++) await rotationAgainstRevocation(seedOfRun + round);
    },
  );

  async function rotationAgainstRevocation(seed: number): Promise<void> {
    const user = `user ${seed} rotates`;
    const browser = new Browser(sessionsOn(here));
    await browser.visit((session) => session.login(user));
    const turns = new Interleaving(seed);
    const request = browser.at(sessionsOn(turns.process("rotate", here)));
    const revoker = sessionsOn(turns.process("revoke", there));
    await turns.run([request.visit((session) => session.rotate()), revoker.revokeUser(user)]);
    const told = `SESS_SEED=${seed} repeats it: ${turns.done.join(", ")}`;
    expect(await request.at(sessionsOn(there)).visit((session) => session.userId), told).toBe(undefined);
    expect(await sessionsOn(here).list(user), told).toEqual([]);
  }

  async function loginAgainstRevocation(seed: number): Promise<void> {
    const user = `user ${seed}`;
    const browser = new Browser(sessionsOn(here));
    const kind = randomOf(seed ^ 0x5bd1e995)(3);
    if (kind === 1) await browser.visit((session) => Object.assign(session, { cart: ["tea"] }));
    if (kind === 2) await browser.visit((session) => session.login(user));

    const turns = new Interleaving(seed);
    const request = browser.at(sessionsOn(turns.process("login", here)));
    const revoker = sessionsOn(turns.process("revoke", there));
    const [login] = await turns.run([
      request.visit((session) => session.login(user)),
      revoker.revokeUser(user),
    ]);

    const told = `SESS_SEED=${seed} repeats it: ${turns.done.join(", ")}`;
    const listed = await sessionsOn(here).list(user);
    const came = await request.at(sessionsOn(there)).visit((session) => session.userId);
    // Whoever is signed in can be found, and so signed out.
    expect(listed.length, told).toBe(came === user && login?.status === "fulfilled" ? 1 : 0);
    const revokedAfterAdd = turns.done.indexOf("revoke.revoke") > turns.done.indexOf("login.add");
    if (revokedAfterAdd) expect(listed, told).toEqual([]);
    if (login?.status === "rejected") {
      expect(login.reason, told).toMatchObject({ code: "SESSION_ENDED" });
      expect(listed, told).toEqual([]);
    }
  }
});
