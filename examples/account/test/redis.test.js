import { startRedis } from "@sess/test-redis";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { browser } from "./client.js";
import { run } from "./process.js";

/** @type {import("@sess/test-redis").RedisServer} */
let redis;
beforeAll(async () => {
  redis = await startRedis();
}, 120_000);
afterAll(() => redis.stop());

/** @param {string} cookie @param {import("./process.js").Running} running */
async function userAt(running, cookie) {
  const answer = await fetch(`${running.url}/profile`, {
    headers: { cookie, accept: "application/json" },
  });
  return answer.status === 200 ? (await answer.json()).user : answer.status;
}

test("with STORE=redis processes share the sessions, and a restart ends none", async () => {
  const env = { STORE: "redis", REDIS_URL: redis.url };
  const [one, two] = [run(env), run(env)];
  await Promise.all([one.opened(), two.opened()]);
  const visitor = browser(one.url);
  await visitor.signIn("ada", "lovelace");
  expect(await userAt(two, visitor.cookies())).toBe("ada");

  one.child.kill("SIGTERM");
  expect(await one.exited).toBe(0);
  const again = run(env);
  await again.opened();
  const cookie = visitor.cookies();
  expect(await userAt(again, cookie)).toBe("ada");

  const headers = { cookie, origin: two.url };
  await fetch(`${two.url}/sign-out`, { method: "POST", headers, redirect: "manual" });
  expect(await userAt(again, cookie)).toBe(401);
  for (const { child } of [two, again]) child.kill("SIGTERM");
  expect(await Promise.all([two.exited, again.exited])).toEqual([0, 0]);
}, 60_000);

test("with STORE=redis one process ends the sessions that another one serves (ASVS 7.4.5, 7.5.2)", async () => {
  const env = { STORE: "redis", REDIS_URL: redis.url };
  const [one, two] = [run(env), run(env)];
  await Promise.all([one.opened(), two.opened()]);
  const [phone, desk, grace] = [browser(one.url), browser(two.url), browser(two.url)];
  for (const device of [phone, desk]) await device.signIn("ada", "lovelace");
  await grace.signIn("grace", "hopper1906");

  const end = await phone.handle();
  expect((await desk.get("/devices")).body).toContain(`value="${end}"`);
  await desk.post("/devices", { end });
  expect((await desk.get("/devices")).body).toContain("Signed out of");
  expect(await userAt(one, phone.cookies())).toBe(401);
  expect(await userAt(one, desk.cookies())).toBe("ada");

  await grace.post("/admin/everybody");
  expect(await userAt(two, desk.cookies())).toBe(401);
  // The others hear of it within a second.
  await vi.waitFor(async () => expect(await userAt(one, desk.cookies())).toBe(401), { timeout: 5000 });
  for (const { child } of [one, two]) child.kill("SIGTERM");
  expect(await Promise.all([one.exited, two.exited])).toEqual([0, 0]);
}, 60_000);
