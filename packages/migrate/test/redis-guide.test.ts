import { randomOf, seedOfRun } from "@sess/test-random";
import { type RedisServer, startRedis } from "@sess/test-redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Balancer } from "./support/balancer.js";
import { buildGuide, removeGuide } from "./support/guide.js";
import { startApp } from "./support/guide-process.js";
import { type Counts, Traffic } from "./support/traffic.js";

const USERS = 1000;
const NOTHING = { signedOut: 0, lost: 0, signedInAgain: 0, failed: 0 };

describe(`the steps of docs/migrating.md, under the traffic of ${USERS} users (SESS_SEED=${seedOfRun})`, () => {
  let apps: Map<string, string>;
  let server: RedisServer;

  beforeAll(async () => {
    apps = await buildGuide();
    server = await startRedis();
  });

  afterAll(async () => {
    await server.stop();
    await removeGuide();
  });

  /** Two processes of the app in one of its states. */
  const two = async (app: string): Promise<Awaited<ReturnType<typeof startApp>>[]> => {
    const env = { REDIS_URL: server.url, SESSION_SECRET: "keyboard cat", NODE_ENV: "development" };
    return Promise.all([0, 1].map(() => startApp(app, apps.get(app)!, env)));
  };

  const report = (steps: string, { requests, ...others }: Counts): void => {
    console.log(`${steps}: ${requests} requests, ${JSON.stringify(others)}`);
    expect(others).toEqual(NOTHING);
  };

  it("express-session and the drop-in serve them together; the drop-in alone; and back again", async () => {
    const random = randomOf(seedOfRun);
    const balancer = new Balancer(random);
    balancer.add(...(await two("express-session.ts")));
    const traffic = new Traffic(USERS, balancer, random);
    await traffic.login();
    traffic.start(8);
    balancer.add(...(await two("drop-in.ts")));
    await traffic.rounds(3);
    await balancer.remove("express-session.ts");
    await traffic.rounds(1);
    balancer.add(...(await two("express-session.ts")));
    await traffic.rounds(1);
    await balancer.remove("drop-in.ts");
    await traffic.rounds(1);
    await traffic.stop();
    await balancer.remove("express-session.ts");
    report("express-session <-> drop-in", traffic.counts);
  });

  it("the drop-in and the new API serve them together; the new API alone; and all the way back", async () => {
    const random = randomOf(seedOfRun);
    const balancer = new Balancer(random);
    balancer.add(...(await two("drop-in.ts")));
    const traffic = new Traffic(USERS, balancer, random);
    await traffic.login();
    traffic.start(8);
    /** The one kind of processes in the place of the other, with both of them for a while. */
    const replace = async (before: string, after: string): Promise<void> => {
      balancer.add(...(await two(after)));
      await traffic.rounds(2);
      await balancer.remove(before);
      await traffic.rounds(2);
    };
    await replace("drop-in.ts", "drop-in-native.ts");
    await replace("drop-in-native.ts", "native.ts");
    await replace("native.ts", "drop-in-native.ts");
    await replace("drop-in-native.ts", "drop-in-back.ts");
    await replace("drop-in-back.ts", "express-session.ts");
    await traffic.stop();
    await balancer.remove("express-session.ts");
    report("drop-in <-> new API, and back to express-session", traffic.counts);
  });

  it.each(["express-session.ts", "drop-in.ts"])(
    "%s is stopped, and the new API takes over",
    async (before) => {
      const random = randomOf(seedOfRun);
      const balancer = new Balancer(random);
      balancer.add(...(await two(before)));
      const traffic = new Traffic(USERS, balancer, random);
      await traffic.login();
      traffic.start(8);
      await traffic.rounds(1);
      await balancer.remove(before);
      balancer.add(...(await two("native.ts")));
      await traffic.rounds(4);
      // They have all come over: the reader is taken out, one process after the other.
      balancer.add(...(await two("after.ts")));
      await traffic.rounds(1);
      await balancer.remove("native.ts");
      await traffic.rounds(1);
      await traffic.stop();
      await balancer.remove("after.ts");
      report(`${before} -> new API`, traffic.counts);
    },
  );
});
