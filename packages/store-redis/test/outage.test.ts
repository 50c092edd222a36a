import { startProxy, startRedis, until, type Proxy, type RedisServer } from "@sess/test-redis";
import { describe, expect, it } from "vitest";
import { openApp } from "./support/app.js";
import { CLIENTS } from "./support/clients.js";
import { Customer } from "./support/customer.js";
import { causeOf, expectUnavailable } from "./support/settle.js";

const TIMEOUT_MS = 2000;

interface Network {
  readonly server: RedisServer;
  readonly proxy: Proxy;
}

interface Outage {
  readonly name: string;
  begin(network: Network): unknown;
  end(network: Network): unknown;
  /** What the failure tells in the long run. */
  readonly reason: RegExp;
  /** Whether the server comes back without data. */
  readonly empty?: true;
}

const OUTAGES: readonly Outage[] = [
  {
    name: "is killed, and comes back empty",
    begin: ({ server }) => server.kill(),
    end: ({ server }) => server.restart(),
    reason: /no connection to Redis/,
    empty: true,
  },
  {
    name: "stands still, with its connections open",
    begin: ({ server }) => server.pause(),
    end: ({ server }) => server.resume(),
    reason: /no connection to Redis.*Socket timeout/,
  },
  {
    name: "is behind a network that swallows everything",
    begin: ({ proxy }) => proxy.blackhole(),
    end: ({ proxy }) => proxy.heal(),
    reason: /no connection to Redis.*Socket timeout/,
  },
  {
    name: "is behind a network that breaks",
    begin: ({ proxy }) => proxy.cut(),
    end: ({ proxy }) => proxy.heal(),
    reason: /no connection to Redis.*ECONN/,
  },
];

// They wait most of the time.
describe.concurrent.each(CLIENTS)("%s: a server that", (_, makeClient) => {
  it.each(OUTAGES)("$name", async ({ begin, end, reason, empty }) => {
    const server = await startRedis();
    const proxy = await startProxy(server.port);
    const app = openApp(makeClient({ host: proxy.host, port: proxy.port }), TIMEOUT_MS);
    const [probe, ...customers] = Array.from(
      { length: 31 },
      (_, i) => new Customer(app.sessions, `customer ${i}`, TIMEOUT_MS),
    ) as [Customer, ...Customer[]];

    // In the middle of traffic.
    await Promise.all([probe, ...customers].map((customer) => customer.login()));
    const cookies = customers.map(({ browser }) => browser.cookie);
    const failures = customers.map((customer) => customer.visitUntilFailure());
    await probe.visit();
    await begin({ server, proxy });
    for (const error of await Promise.all(failures)) expectUnavailable(error);

    // For as long as it lasts.
    await until("the failure tells why", async () =>
      causeOf(await probe.visitUntilFailure())?.message.match(reason),
    );
    const error = await probe.visitUntilFailure();
    expectUnavailable(error, reason);
    expect(causeOf(error)).toMatchObject({ name: "RedisStoreError", code: "CONNECTION" });
    expect(app.events.at(-1)).toEqual({ type: "store_failed", operation: "read", error: causeOf(error) });
    expect(customers.map(({ browser }) => browser.cookie)).toEqual(cookies);

    // And after it, by itself.
    await end({ server, proxy });
    await until("the store answers", async () => (await app.store.read("none")) ?? true);
    if (empty) {
      expect(await probe.browser.visit((session) => session.userId)).toBe(undefined);
      await Promise.all([probe, ...customers].map((customer) => customer.login()));
    }
    for (let i = 0; i < 3; i++) await Promise.all(customers.map((customer) => customer.visit()));

    await app.sessions.close();
    await proxy.stop();
    await server.stop();
  });
});
