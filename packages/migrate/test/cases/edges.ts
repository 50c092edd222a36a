import { deepEqual, equal, ok } from "node:assert/strict";
import type { Migration } from "@sess/core";
import { START, World } from "./world.js";

/** Parallel requests, stores that fail, and cookies that are not what they should be. */
export const edges: Record<string, () => Promise<void>> = {
  "parallel first requests count as one session: no other device is signed out": async () => {
    const world = new World({}, { maxPerUser: 2 });
    const device = await world.ask(undefined, (session) => session.login("alice"));
    world.now += 1;
    const cookie = world.alice();
    let isFirst = true;
    world.before = async (call) => {
      if (call !== "created" || !isFirst) return;
      isFirst = false;
      await world.ask(cookie);
    };
    equal(await world.userOf(cookie), "alice");
    equal(await world.userOf(device.own), "alice");
    equal((await world.sessions.list("alice")).length, 2);
  },
  "nor is one of them refused because of the others": async () => {
    const world = new World({}, { maxPerUser: 1, overLimit: "refuse" });
    const cookie = world.alice();
    const users = await Promise.all([1, 2, 3].map(() => world.userOf(cookie)));
    deepEqual(users, ["alice", "alice", "alice"]);
  },
  "a session too many is refused while the old one is still there": async () => {
    const world = new World({}, { maxPerUser: 1, overLimit: "refuse" });
    await world.ask(undefined, (session) => session.login("alice"));
    equal(await world.userOf(world.alice()), undefined);
    equal(world.old.size, 1);
    equal((await world.sessions.list("alice")).length, 1);
  },
  "of two that come over at once, none is too many": async () => {
    const world = new World({}, { maxPerUser: 1, overLimit: "refuse" });
    const cookies = [world.alice(), world.alice({}, 3_600_000, "alice-2")];
    await Promise.all(cookies.map((cookie) => world.ask(cookie)));
    ok((await world.sessions.list("alice")).length <= 1);
  },
  "room is made before the old record ends": async () => {
    const world = new World({}, { maxPerUser: 1 });
    const device = await world.ask(undefined, (session) => session.login("alice"));
    world.now += 1;
    let devices: string | undefined = "not asked";
    world.before = async (call) => {
      if (call === "end") devices = await world.userOf(device.own);
    };
    equal(await world.userOf(world.alice()), "alice");
    equal(devices, undefined);
  },
  "an old record that could not be ended is, by the next request; which does not mind if it cannot":
    async () => {
      const world = new World();
      const cookie = world.alice();
      const fails = (call: string): void => {
        if (call === "end") throw new Error("old store down");
      };
      world.before = fails;
      await world.userOf(cookie).then(
        () => ok(false, "a failure is none"),
        (error: unknown) => equal((error as { code: unknown }).code, "STORE_UNAVAILABLE"),
      );
      equal(await world.userOf(cookie), "alice");
      equal(world.old.size, 1);
      world.before = () => undefined;
      equal(await world.userOf(cookie), "alice");
      equal(world.old.size, 0);
    },
  "a logout while the old store is down ends ours, and brings nothing back": async () => {
    const world = new World();
    const { own } = await world.ask(world.alice());
    const other = world.alice({}, 3_600_000, "alice-2");
    world.before = (call) => {
      if (call !== "created") throw new Error("old store down");
    };
    await world.ask(`${own}; ${other}`, (session) => session.logout());
    world.before = () => undefined;
    equal(await world.userOf(own), undefined);
    equal(await world.userOf(other), undefined);
  },
  "a logout ends all old sessions whose cookies came": async () => {
    const world = new World();
    const { own } = await world.ask(world.alice());
    const others = ["alice-2", "alice-3"].map((sid) => world.alice({}, 3_600_000, sid));
    await world.ask([own, ...others].join("; "), (session) => session.logout());
    equal(world.old.size, 0);
    world.alice({}, 3_600_000, "alice-3"); // An old process was slow.
    equal(await world.userOf(others[1]), undefined);
  },
  "a login ends an old session that has not come over, and drops its cookie": async () => {
    const world = new World({ userId: () => "" });
    const planted = world.alice({}, 3_600_000, "planted");
    const { setCookies } = await world.ask(planted, (session) => session.login("bob"));
    ok(setCookies.some((line) => line.startsWith("connect.sid=;")));
    equal(world.old.size, 0);
    const later = new World({}, {}, world);
    later.alice({}, 3_600_000, "planted"); // An old process was slow.
    equal(await later.userOf(planted), undefined);
  },
  "another order of secrets brings nothing back": async () => {
    const world = new World();
    const cookie = world.alice();
    const { own } = await world.ask(cookie);
    await world.ask(own, (session) => session.logout());
    const later = new World({ secret: ["a new one", "keyboard cat"] }, {}, world);
    later.alice(); // An old process was slow.
    equal(await later.userOf(cookie), undefined);
  },
  "a revokeAll from before `since` keeps nobody out, one from after it all": async () => {
    const world = new World();
    await world.sessions.revokeAll();
    const later = new World({ since: new Date(START) }, {}, world);
    const { own, userId } = await later.ask(later.alice());
    deepEqual([userId, await later.userOf(own)], ["alice", "alice"]);
    later.now += 1;
    await later.sessions.revokeAll();
    equal(await later.userOf(own), undefined);
    equal(await later.userOf(later.alice({}, 3_600_000, "alice-2")), undefined);
  },
  "a migration that throws is no failure of the request": async () => {
    const broken: Migration = {
      name: "broken",
      until: new Date(START + 1000),
      find() {
        throw new TypeError("header is undefined");
      },
    };
    const world = new World({}, { migrate: [broken] });
    equal(await world.userOf("any=cookie"), undefined);
    equal(world.count("import_refused"), 1);
  },
  "a user id that is a promise is none, and its rejection ends no process": async () => {
    const unhandled: unknown[] = [];
    const tell = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", tell);
    const world = new World({ userId: () => Promise.reject(new Error("no")) as unknown as string });
    equal(await world.userOf(world.alice()), undefined);
    // Node tells of it when the microtasks are done.
    await new Promise((done) => setImmediate(done));
    process.off("unhandledRejection", tell);
    deepEqual(unhandled, []);
  },
};
