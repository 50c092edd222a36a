import { createSessions, EPOCH_KEY } from "@sess/core";
import { startRedis, type RedisServer } from "@sess/test-redis";
import { redisStore } from "@sess/store-redis";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Browser } from "./support/browser.js";
import { CLIENTS } from "./support/clients.js";

let server: RedisServer;

beforeAll(async () => {
  server = await startRedis();
});

afterAll(() => server.stop());

const DAY_MS = 86_400_000;

it.each(CLIENTS)("%s: everybody is out, by one key that ends by itself", async (name, makeClient) => {
  const prefix = `${name.replace(" ", "-")}:`;
  const sessions = createSessions({ store: redisStore(makeClient({ port: server.port }), { prefix }) });
  const client = new Redis(server.url);
  const browsers = Array.from({ length: 5 }, () => new Browser(sessions));
  for (const [n, browser] of browsers.entries()) await browser.visit((session) => session.login(`user ${n}`));
  const before = (await client.keys(`${prefix}*`)).length;

  await sessions.revokeAll();
  await sessions.revokeAll();
  for (const browser of browsers) expect(await browser.visit(({ userId }) => userId)).toBeUndefined();
  expect((await client.keys(`${prefix}*`)).length).toBe(before + 1);
  const left = await client.pttl(prefix + EPOCH_KEY);
  expect(left).toBeGreaterThan(399 * DAY_MS);
  expect(left).toBeLessThanOrEqual(400 * DAY_MS);
  // No key is without an end.
  for (const key of await client.keys(`${prefix}*`)) expect(await client.pttl(key), key).toBeGreaterThan(0);

  await browsers[0]?.visit((session) => session.login("user 0"));
  expect(await browsers[0]?.visit(({ userId }) => userId)).toBe("user 0");
  await sessions.close();
  client.disconnect();
});
