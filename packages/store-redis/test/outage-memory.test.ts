import { startRedis, until, type RedisServer } from "@sess/test-redis";
import { describe, expect, it } from "vitest";
import { openApp, waiting, type App } from "./support/app.js";
import { CLIENTS } from "./support/clients.js";
import { reasons, settled } from "./support/settle.js";

const CALLS = 10_000;
const LONGEST_MS = 10_000;
const record = { fields: { a: "1" }, expiresAt: Date.now() + 600_000, anonymous: true };

describe.each(CLIENTS)("%s: nothing piles up", (_, makeClient) => {
  async function open(): Promise<{ server: RedisServer; app: App }> {
    const server = await startRedis();
    const app = openApp(makeClient({ port: server.port }));
    await app.store.create("key", record);
    return { server, app };
  }

  async function allFail(calls: readonly Promise<unknown>[]): Promise<void> {
    expect(reasons(await settled(calls, LONGEST_MS))).toHaveLength(CALLS);
  }

  it("while there is no server", async () => {
    const { server, app } = await open();
    await server.kill();
    const whilePatient = manyCalls(app);
    expect(waiting(app)).toBe(0);
    await allFail(whilePatient);
    const later = manyCalls(app);
    expect(waiting(app)).toBe(0);
    await allFail(later);
    expect(waiting(app)).toBe(0);
    await app.sessions.close();
    await server.stop();
  });

  it("before a server that stands still", async () => {
    const { server, app } = await open();
    server.pause();
    // Nobody knows yet. They are given up together.
    await allFail(manyCalls(app));
    const early = manyCalls(app);
    // What ioredis itself says first on a new connection.
    expect(waiting(app)).toBeLessThan(5);
    await allFail(early);
    server.resume();
    await until("the store answers", async () => (await app.store.read("none")) ?? true);
    expect(waiting(app)).toBe(0);
    await app.sessions.close();
    await server.stop();
  });
});

function manyCalls({ store }: App): Promise<unknown>[] {
  const { users } = store;
  const calls: ((key: string) => Promise<unknown>)[] = [
    (key) => store.create(key, record),
    (key) => store.read(key),
    (key) => store.patch(key, { set: { b: "2" } }),
    (key) => store.delete(key),
    (key) => users.add("user", key, record.expiresAt),
    () => users.revoke("user"),
  ];
  return Array.from({ length: CALLS }, (_, i) => calls[i % calls.length]!(`key ${i}`));
}
