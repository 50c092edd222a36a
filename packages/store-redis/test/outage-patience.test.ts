import { startRedis, until } from "@sess/test-redis";
import { describe, expect, it } from "vitest";
import { openApp } from "./support/app.js";
import { CLIENTS } from "./support/clients.js";
import { Customer } from "./support/customer.js";
import { reasons, settled } from "./support/settle.js";

const TIMEOUT_MS = 2000;

describe.each(CLIENTS)("%s: while there is no connection", (_, makeClient) => {
  it("requests wait for a server that restarts quickly", async () => {
    const server = await startRedis();
    const app = openApp(makeClient({ port: server.port }), TIMEOUT_MS);
    for (let round = 0; round < 5; round++) {
      const customers = Array.from({ length: 30 }, (_, i) => new Customer(app.sessions, `${i}`, TIMEOUT_MS));
      await customers[0]?.login();
      await server.kill();
      // Some come before the store has heard of it, some later.
      const logins = customers.map(async (customer, i) => {
        for (let turn = 0; turn < i; turn++) await new Promise((resolve) => setImmediate(resolve));
        await customer.login();
      });
      await server.restart();
      expect(reasons(await settled(logins, 2 * TIMEOUT_MS))).toEqual([]);
    }
    await app.sessions.close();
    await server.stop();
  });

  it("calls wait for a second, and after that they fail at once, until it is back", async () => {
    const server = await startRedis();
    const { sessions, store } = openApp(makeClient({ port: server.port }), TIMEOUT_MS);
    await store.read("key");
    await server.kill();
    await expect(store.read("key")).rejects.toThrow(/no connection/);
    // If each of them waited, it would take hours.
    for (let i = 0; i < 10_000; i++) await fails(store.patch("key", {}));
    await server.restart();
    await until("the store answers", async () => (await store.read("none")) ?? true);
    await sessions.close();
    await server.stop();
  });
});

async function fails(call: Promise<unknown>): Promise<void> {
  const failed = await call.catch(() => "failed");
  if (failed !== "failed") throw new Error("It did not fail.");
}
