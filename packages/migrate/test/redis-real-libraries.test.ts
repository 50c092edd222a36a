import { createSessions, type SessionEvent } from "@sess/core";
import { passportUser } from "@sess/migrate";
import { memoryStore } from "@sess/store-memory";
import { type RedisServer, startRedis } from "@sess/test-redis";
import { visitorAt } from "@sess/test-visitor";
import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newApps, type Told } from "./support/new-apps.js";
import { DATA, oldApps, type OldRedis } from "./support/old-apps.js";

let server: RedisServer;
let client: OldRedis;

beforeAll(async () => {
  server = await startRedis();
  client = createClient({ url: server.url });
  await client.connect();
});

afterAll(async () => {
  client.destroy();
  await server.stop();
});

const until = new Date(Date.now() + 3_600_000);
const pairs = Object.keys(oldApps).flatMap((old) => Object.keys(newApps).map((now) => [old, now] as const));

describe.each(pairs)("a session of %s goes on in %s", (oldName, newName) => {
  it("signed in, with all its data; the old cookie and the old record are gone; a logout is one everywhere", async () => {
    const { start, migration, cookies } = oldApps[oldName]!;
    const events: SessionEvent[] = [];
    const store = memoryStore();
    const migrate = [migration(client, { until, userId: passportUser })];
    const sessions = createSessions({ store, migrate, onEvent: (event) => events.push(event) });
    const old = await start(client, server.port);
    const now = await newApps[newName as keyof typeof newApps](sessions);
    try {
      const before = visitorAt(old.origin);
      expect(await before.json("/login")).toMatchObject(DATA);
      expect([...before.cookies.keys()].sort()).toEqual([...cookies]);

      const visitor = visitorAt(now.origin);
      for (const [name, value] of before.cookies) visitor.cookies.set(name, value);
      const thief = visitor.copy();
      expect(await visitor.json<Told>("/me")).toEqual({ userId: "alice", data: DATA });
      expect([...visitor.cookies.keys()]).toEqual(["sid"]);
      expect(await visitor.json<Told>("/write?theme=dark")).toMatchObject({ data: { theme: "dark" } });
      expect(await client.dbSize()).toBe(0);
      expect(events.filter(({ type }) => type === "imported")).toMatchObject([{ userId: "alice" }]);

      // Who still has the old cookie comes to the same session, until it is ended.
      expect(await thief.json<Told>("/me")).toMatchObject({ userId: "alice", data: { theme: "dark" } });
      await visitor.ask("/logout");
      expect(await thief.json<Told>("/me")).toEqual({ data: {} });
      for (const [name, value] of before.cookies) thief.cookies.set(name, value);
      thief.cookies.delete("sid");
      expect(await thief.json<Told>("/me")).toEqual({ data: {} });
      expect(events.map(({ type }) => type)).not.toContain("record_invalid");
    } finally {
      await now.close();
      await old.close();
      await sessions.close();
    }
  });
});
