import { startProxy, startRedis, until, type Proxy, type RedisServer } from "@sess/test-redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openApp, type App } from "./support/app.js";
import { CLIENTS } from "./support/clients.js";
import { Customer } from "./support/customer.js";
import { expectUnavailable, reasons, settled } from "./support/settle.js";

const TIMEOUT_MS = 1000;
const LONGEST_MS = 5 * TIMEOUT_MS;

describe.concurrent.each(CLIENTS)("%s: a server whose answers", (_, makeClient) => {
  let server: RedisServer;
  let proxy: Proxy;
  let app: App;
  let customers: Customer[];

  beforeAll(async () => {
    server = await startRedis();
    proxy = await startProxy(server.port);
    app = openApp(makeClient({ port: proxy.port }), TIMEOUT_MS);
    customers = Array.from({ length: 100 }, (__, i) => new Customer(app.sessions, `${i}`, TIMEOUT_MS));
    await Promise.all(customers.map((customer) => customer.login()));
  });

  afterAll(async () => {
    await app.sessions.close();
    await proxy.stop();
    await server.stop();
  });

  const visits = (): Promise<PromiseSettledResult<unknown>[]> =>
    settled(
      customers.map((customer) => customer.visit()),
      LONGEST_MS,
    );

  // In one test: what came too late for one request must not reach the next.
  it("are late are waited for, up to the deadline; what comes after it reaches nobody (V-23, T-24)", async () => {
    proxy.delay(TIMEOUT_MS / 10);
    expect(reasons(await visits())).toEqual([]);
    // There and back again.
    proxy.delay(TIMEOUT_MS * 0.75);
    const late = reasons(await visits());
    expect(late).toHaveLength(customers.length);
    for (const error of late) expectUnavailable(error, /no answer within 1000 ms/);
    proxy.delay(0);
    await until("the store answers in time", async () => (await app.store.read("none")) ?? true);
    for (let i = 0; i < 5; i++) expect(reasons(await visits())).toEqual([]);
  });
});
