import { createSessions, type Sessions } from "@sess/core";
import { startCluster, type RedisCluster } from "@sess/test-redis";
import { redisStore } from "@sess/store-redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser } from "./support/browser.js";
import { CLUSTERS } from "./support/clusters.js";
import { CommandLog } from "./support/command-log.js";

const MANY = 12;
const COUNTED = ["get", "mget", "set", "evalsha", "eval"];

describe("users in a cluster", () => {
  let cluster: RedisCluster;
  let logs: CommandLog[];

  beforeAll(async () => {
    cluster = await startCluster();
    logs = await Promise.all(cluster.nodes.map(({ url }) => CommandLog.of(url)));
  });

  afterAll(async () => {
    for (const log of logs) log.close();
    await cluster.stop();
  });

  /** The commands that all nodes together were sent. */
  async function sent(work: () => Promise<unknown>): Promise<string[]> {
    const all: string[] = [];
    let run = work;
    for (const log of logs) {
      const inner = run;
      run = async () => void all.push(...(await log.during(inner)));
    }
    await run();
    return all.filter((name) => COUNTED.includes(name)).sort();
  }

  async function login(sessions: Sessions, user: string): Promise<Browser> {
    const browser = new Browser(sessions);
    await browser.visit((session) => session.login(user));
    return browser;
  }

  it.each(CLUSTERS)("%s: lists and records on different nodes go together", async (name, makeClient) => {
    // The clock stands still: what is read once a second does not come into the counts.
    const now = Date.now();
    const store = redisStore(makeClient(cluster));
    const sessions = createSessions({ store, maxPerUser: false, clock: { now: () => now } });
    const users = [`a of ${name}`, `b of ${name}`] as const;
    // Every node learns every script.
    for (let i = 0; i < MANY; i++) {
      const browser = await login(sessions, `warm ${i}`);
      await sessions.list(`warm ${i}`);
      await sessions.revokeUser(`warm ${i}`);
      await browser.visit((session) => session.logout());
    }

    expect(await sent(() => login(sessions, users[0]))).toEqual(["evalsha", "evalsha", "set"]);
    const browsers = [];
    for (let i = 1; i < MANY; i++) browsers.push(await login(sessions, users[0]));
    const [browser] = browsers as [Browser];
    await login(sessions, users[1]);

    const list = async (): Promise<void> => expect(await sessions.list(users[0])).toHaveLength(MANY);
    expect(await sent(list)).toEqual(["evalsha", ...Array.from({ length: MANY }, () => "get")]);

    const own = await browser.visit((session) => session.id);
    expect(await sessions.revoke(users[0], own)).toBe(true);
    expect(await browser.visit((session) => session.userId)).toBe(undefined);

    // The list, and each of the sessions that are left.
    const revoke = async (): Promise<void> => expect(await sessions.revokeUser(users[0])).toBe(MANY - 1);
    expect(await sent(revoke)).toEqual(Array.from({ length: MANY }, () => "evalsha"));
    expect(await sessions.list(users[0])).toEqual([]);
    for (const one of browsers) expect(await one.visit((session) => session.userId)).toBe(undefined);
    expect(await sessions.list(users[1])).toHaveLength(1);
    await sessions.close();
  });
});
