import { startRedis } from "@sess/test-redis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browser } from "./client.js";
import { opened, run, urlOf } from "./process.js";

/** @type {import("@sess/test-redis").RedisServer} */
let redis;
beforeAll(async () => {
  redis = await startRedis();
}, 120_000);
afterAll(() => redis.stop());

/** @param {string} cookie @param {import("./process.js").Running} running */
async function userAt(running, cookie) {
  const answer = await fetch(`${urlOf(running)}/profile`, {
    headers: { cookie, accept: "application/json" },
  });
  return answer.status === 200 ? (await answer.json()).user : answer.status;
}

test("with STORE=redis processes share the sessions, and a restart ends none", async () => {
  const env = { STORE: "redis", REDIS_URL: redis.url };
  const [one, two] = [run(env), run(env)];
  await Promise.all([opened(one), opened(two)]);
  const visitor = browser(urlOf(one));
  await visitor.signIn("ada", "lovelace");
  expect(await userAt(two, visitor.cookies())).toBe("ada");

  one.child.kill("SIGTERM");
  expect(await one.exited).toBe(0);
  const again = run(env);
  await opened(again);
  const cookie = visitor.cookies();
  expect(await userAt(again, cookie)).toBe("ada");

  const headers = { cookie, origin: urlOf(two) };
  await fetch(`${urlOf(two)}/sign-out`, { method: "POST", headers, redirect: "manual" });
  expect(await userAt(again, cookie)).toBe(401);
  for (const { child } of [two, again]) child.kill("SIGTERM");
  expect(await Promise.all([two.exited, again.exited])).toEqual([0, 0]);
}, 60_000);
