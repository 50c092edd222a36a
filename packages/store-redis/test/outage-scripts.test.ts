import { startRedis } from "@sess/test-redis";
import { describe, expect, it } from "vitest";
import { openApp } from "./support/app.js";
import { CLIENTS } from "./support/clients.js";
import { Customer } from "./support/customer.js";
import { reasons } from "./support/settle.js";

const TIMEOUT_MS = 2000;

describe.each(CLIENTS)("%s: a server that has forgotten the scripts", (_, makeClient) => {
  it("in the middle of parallel requests fails none of them", async () => {
    const server = await startRedis();
    const app = openApp(makeClient({ port: server.port }), TIMEOUT_MS);
    const customers = Array.from({ length: 30 }, (__, i) => new Customer(app.sessions, `${i}`, TIMEOUT_MS));
    const traffic = customers.map(async (customer) => {
      await customer.login();
      for (let i = 0; i < 10; i++) await customer.visit();
    });
    const all = Promise.allSettled(traffic);
    let ended = false;
    void all.then(() => (ended = true));
    let flushes = 0;
    for (; !ended; flushes++) await server.command("SCRIPT", "FLUSH");
    expect(reasons(await all)).toEqual([]);
    expect(flushes).toBeGreaterThan(1);
    await app.sessions.close();
    await server.stop();
  });

  it("because it was restarted is sent them again, and each of them is done once", async () => {
    const server = await startRedis();
    const { sessions, store } = openApp(makeClient({ port: server.port }), TIMEOUT_MS);
    const record = { fields: { a: "1" }, expiresAt: Date.now() + 60_000, anonymous: true };
    for (let round = 0; round < 2; round++) {
      expect(await store.create("key", record)).toBe(true);
      const patches = Array.from({ length: 30 }, () => store.patch("key", { set: { b: "2" } }));
      expect(reasons(await Promise.allSettled(patches))).toEqual([]);
      expect(await store.read("key")).toMatchObject({ version: 31 });
      await server.restart();
    }
    await sessions.close();
    await server.stop();
  });
});
