import { createSessions, type Sessions } from "@sess/core";
import { startCluster, type RedisCluster } from "@sess/test-redis";
import { redisStore, type RedisStore } from "@sess/store-redis";
import { afterAll, beforeAll, expect, it } from "vitest";
import { slotOf } from "../src/slot.js";
import { Browser } from "./support/browser.js";
import { CLUSTERS, keyIn } from "./support/clusters.js";
import { Traffic } from "./support/traffic.js";

const ROUNDS_EACH = 5;

let cluster: RedisCluster;
let stores: [RedisStore, RedisStore];
let sessions: [Sessions, Sessions];

beforeAll(async () => {
  cluster = await startCluster();
  stores = CLUSTERS.map(([, makeClient]) => redisStore(makeClient(cluster))) as [RedisStore, RedisStore];
  sessions = stores.map((store) => createSessions({ store })) as [Sessions, Sessions];
});

afterAll(async () => {
  for (const one of sessions) await one.close();
  await cluster.stop();
});

/** Slots that hold a key of the store now. */
async function slotsInUse(): Promise<number[]> {
  const keys = await Promise.all(cluster.nodes.map((node) => node.command("KEYS", "sess:*")));
  return [...new Set((keys as string[][]).flat().map(slotOf))];
}

it("slots that move to and fro lose nothing, bring nothing back, and no caller notices", async () => {
  const [here, there] = sessions;
  const settled = new Browser(here);
  await settled.visit((session) => session.login("settled", { data: { count: 0 } }));
  await new Browser(there).visit((session) => session.login("settled"));
  const slots = await slotsInUse();
  const ended: string[] = [];

  const traffic = [
    // A session that is read and written by two processes.
    new Traffic(async (round) => {
      await settled.at(sessions[round % 2]!).visit((session) =>
        session.update((data) => {
          data["count"] = Number(data["count"]) + 1;
        }),
      );
    }),
    // The list of a user who comes and goes, beside a session that stays.
    new Traffic(async (round) => {
      const browser = new Browser(sessions[round % 2]!);
      await browser.visit((session) => session.login("settled"));
      const late = browser.at(sessions[(round + 1) % 2]!);
      expect(await late.visit((session) => session.userId)).toBe("settled");
      expect(await here.list("settled")).toHaveLength(3);
      await browser.visit((session) => session.logout());
      expect(await late.visit((session) => session.userId)).toBe(undefined);
    }),
    // In each of the slots, records that come, change and go.
    ...slots.map((slot) => {
      const tag = `{sess:${keyIn(slot)}}`;
      return new Traffic(async (round) => {
        const [one, other] = round % 2 ? stores : [stores[1], stores[0]];
        const key = `${tag}${round}`;
        expect(slotOf(`sess:${key}`)).toBe(slot);
        const record = { fields: { a: "1" }, expiresAt: Date.now() + 600_000, anonymous: true };
        expect(await one.create(key, record)).toBe(true);
        expect(await other.create(key, record)).toBe(false);
        expect(await other.patch(key, { set: { b: "2" } })).toEqual({ status: "ok", version: 2 });
        expect((await one.read(key))?.fields).toEqual({ a: "1", b: "2" });
        expect(await other.delete(key, { ifVersion: 2 })).toBe("ok");
        expect(await one.read(key)).toBe(undefined);
        expect(await one.patch(key, { set: { c: "3" } })).toEqual({ status: "gone" });
        ended.push(key);
      });
    }),
  ];
  const goOn = (): Promise<unknown> => Promise.all(traffic.map((one) => one.goOn(ROUNDS_EACH)));

  await goOn();
  for (const slot of slots) {
    const home = await cluster.primaryOf(slot);
    const away = cluster.nodes.find((node) => node !== home)!;
    for (const to of [away, home]) {
      // The keys have moved, and the slot has not; then it has, and clients do not know yet.
      await cluster.moveSlot(slot, to, async () => void (await goOn()));
      await goOn();
    }
  }
  for (const one of traffic) await one.stop();

  expect(await settled.visit((session) => ({ ...session }))).toEqual({ count: traffic[0]!.rounds });
  expect(await there.list("settled")).toHaveLength(2);
  for (const store of stores) {
    expect(await Promise.all(ended.map((key) => store.read(key)))).toEqual(ended.map(() => undefined));
  }
});
