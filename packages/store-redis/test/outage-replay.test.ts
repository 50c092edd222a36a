import { startProxy, startRedis, until, type Proxy, type RedisServer } from "@sess/test-redis";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openApp, type App } from "./support/app.js";
import { CLIENTS } from "./support/clients.js";
import { settled } from "./support/settle.js";

const LONGEST_MS = 5000;
const record = { fields: { a: "1" }, expiresAt: Date.now() + 600_000, anonymous: true };

let server: RedisServer;
let proxy: Proxy;

beforeEach(async () => {
  server = await startRedis();
  proxy = await startProxy(server.port);
});

afterEach(async () => {
  await proxy.stop();
  await server.stop();
});

/** How often the server has done it. */
async function timesDone(command: string): Promise<number> {
  const stats = String(await server.command("INFO", "commandstats"));
  return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
}

/** Breaks the connection when the server has done it, while the answer is under way. */
async function cutBeforeAnswerOf(command: string, ask: () => Promise<unknown>): Promise<unknown> {
  proxy.delay(500);
  const answer = ask().catch((error: unknown) => error);
  await until(`${command} is done`, () => timesDone(command));
  await proxy.cut();
  proxy.delay(0);
  await proxy.heal();
  return answer;
}

describe("an ordinary client, which is why the store opens its own connection,", () => {
  it("does again what it has got no answer to", async () => {
    const client = new Redis({ port: proxy.port });
    client.on("error", () => undefined);
    await client.ping();
    expect(await cutBeforeAnswerOf("incr", () => client.incr("count"))).toBe(2);
    client.disconnect();
  });

  it("does later what its caller has given up", async () => {
    const client = new Redis({ port: proxy.port, commandTimeout: 100 });
    client.on("error", () => undefined);
    await client.ping();
    await proxy.cut();
    await expect(client.set("cart", "of yesterday")).rejects.toThrow(/timed out/);
    await proxy.heal();
    await until("it is done late", () => timesDone("set"));
    client.disconnect();
  });
});

describe.each(CLIENTS)("%s: the store", (_, makeClient) => {
  let app: App;

  beforeEach(async () => {
    app = openApp(makeClient({ port: proxy.port }));
    await app.store.create("there", record);
  });

  afterEach(() => app.sessions.close());

  const answers = (): Promise<unknown> =>
    until("the store answers", async () => (await app.store.read("none")) ?? true);

  it("never does what was asked for while there was no connection", async () => {
    await proxy.cut();
    const calls = [
      app.store.create("late", record),
      app.store.patch("there", { set: { a: "late" } }),
      app.store.delete("there"),
      app.store.users.add("user", "late", record.expiresAt),
    ];
    for (const call of await settled(calls, LONGEST_MS)) expect(call.status).toBe("rejected");
    await proxy.heal();
    await answers();
    expect([await timesDone("set"), await timesDone("eval"), await timesDone("evalsha")]).toEqual([1, 0, 0]);
  });

  it("does nothing twice whose answer was lost", async () => {
    const patch = (): Promise<unknown> => app.store.patch("there", { set: { b: "2" } });
    await patch();
    const scripts = await timesDone("evalsha");
    await server.command("CONFIG", "RESETSTAT");
    const error = await cutBeforeAnswerOf("evalsha", patch);
    expect(error).toMatchObject({ name: "RedisStoreError", code: "CONNECTION" });
    await answers();
    expect([scripts, await timesDone("evalsha")]).toEqual([1, 1]);
    expect(await app.store.read("there")).toMatchObject({ version: 3 });
  });

  /**
   * What has reached the server's machine cannot be called back: a server that stands still finds it in its socket when it
   * goes on, and does it, although the client has closed the connection, by FIN or by RST. So a write that failed may have
   * been done, or be done late; but once at most, and nothing that was asked for after it fails is done.
   */
  it("does once at most what a server had got before it stood still", async () => {
    server.pause();
    const [early] = await settled([app.store.patch("there", { set: { a: "early" } })], LONGEST_MS);
    const [late] = await settled([app.store.patch("there", { set: { a: "late" } })], LONGEST_MS);
    expect([early?.status, late?.status]).toEqual(["rejected", "rejected"]);
    server.resume();
    await answers();
    expect(await timesDone("evalsha")).toBeLessThanOrEqual(1);
    expect((await app.store.read("there"))?.fields).not.toEqual({ a: "late" });
  });
});
