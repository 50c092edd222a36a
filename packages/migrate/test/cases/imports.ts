import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { START, World } from "./world.js";

/** What comes over, how long it goes on, and that what has ended stays so. */
export const guards: Record<string, () => Promise<void>> = {
  "a cookie that nobody has signed is not looked up": async () => {
    const world = new World();
    const signed = world.alice();
    let reads = 0;
    world.before = () => void reads++;
    for (const cookie of [signed.slice(0, -1), "connect.sid=alice-1", "connect.sid=s%3Aalice-1"])
      equal(await world.userOf(cookie), undefined);
    equal(reads, 0);
    equal(await world.userOf(signed), "alice");
  },
  "nothing is imported from `until` on": async () => {
    const world = new World({ until: new Date(START + 1000) });
    const cookie = world.alice();
    world.now += 1000;
    equal(await world.userOf(cookie), undefined);
  },
  "who logs out at the old app during the import stays logged out": async () => {
    const world = new World();
    const cookie = world.alice();
    world.before = (call) => void (call === "end" && world.old.clear());
    const { userId, own } = await world.ask(cookie);
    deepEqual([userId, own], [undefined, undefined]);
    deepEqual(await world.sessions.list("alice"), []);
  },
  "the old record is ended, and its cookie dropped with path and domain": async () => {
    const world = new World({ cookie: { path: "/app", domain: "shop.test" } });
    const { setCookies } = await world.ask(world.alice());
    equal(world.old.size, 0);
    const line = setCookies.find((one) => one.startsWith("connect.sid=;")) ?? "";
    for (const attribute of ["; Path=/app", "; Domain=shop.test", "; Max-Age=0"])
      ok(line.includes(attribute), line);
  },
  "a logout ends an old session that the browser has besides": async () => {
    const world = new World();
    const { own } = await world.ask(world.alice());
    const other = world.alice({}, 3_600_000, "alice-2");
    const { setCookies } = await world.ask(`${own}; ${other}`, (session) => session.logout());
    ok(setCookies.some((line) => line.startsWith("connect.sid=;")));
    equal(world.old.size, 0);
    world.alice({}, 3_600_000, "alice-2"); // An old process was slow.
    equal(await world.userOf(other), undefined);
  },
  "what an old process writes after the import, or after a logout, brings nothing back": async () => {
    for (const first of [() => undefined, (session: { logout(): Promise<unknown> }) => session.logout()]) {
      const world = new World();
      const cookie = world.alice();
      const { own } = await world.ask(cookie, first);
      if (own !== undefined) await world.ask(own, (session) => session.logout());
      world.alice();
      equal(await world.userOf(cookie), undefined);
    }
  },
  "a session with a fixed end has no other one here, by the store's deadline and not by the record":
    async () => {
      const world = new World({ slides: false });
      const { own, userId } = await world.ask(world.alice({}, 60_000));
      equal(userId, "alice");
      world.now += 59_999;
      equal(await world.userOf(own), "alice");
      world.now += 1;
      equal(await world.userOf(own), undefined);
    },
  "a session that went on with each request goes on": async () => {
    const world = new World();
    const { own } = await world.ask(world.alice({}, 60_000));
    world.now += 60_000;
    equal(await world.userOf(own), "alice");
  },
  "but not past our own absolute limit": async () => {
    const world = new World({ until: new Date(START + 30 * 86_400_000), slides: false });
    const { own } = await world.ask(world.alice({}, 20 * 86_400_000));
    world.now += 8 * 3_600_000;
    equal(await world.userOf(own), undefined);
  },
  "what the old store has dropped is not imported": async () => {
    const world = new World();
    equal(await world.userOf(world.alice({}, 0)), undefined);
  },
  "parallel first requests come to one session": async () => {
    const world = new World();
    const cookie = world.alice();
    const answers = await Promise.all([1, 2, 3].map(() => world.ask(cookie)));
    deepEqual(
      answers.map(({ userId }) => userId),
      ["alice", "alice", "alice"],
    );
    equal(new Set(answers.map(({ own }) => own)).size, 1);
    equal(world.count("imported"), 1);
    equal((await world.sessions.list("alice")).length, 1);
    equal(await world.sessions.revokeUser("alice"), 1);
  },
  "a request whose old record is gone, because another one has just imported it, is that one's": async () => {
    const world = new World();
    const cookie = world.alice();
    let isFirst = true;
    world.before = async (call) => {
      if (call !== "read" || !isFirst) return;
      isFirst = false;
      await world.ask(cookie);
    };
    equal(await world.userOf(cookie), "alice");
    equal(world.count("imported"), 1);
  },
  "a request that is late puts no dead cookie in the place of a newer one": async () => {
    const world = new World();
    const cookie = world.alice();
    const late = await world.ask(cookie, async () => {
      const { own } = await world.ask(cookie);
      await world.ask(own, (session) => session.rotate());
    });
    deepEqual(late.setCookies, []);
  },
  "who was revoked does not come back by an old cookie that was never seen": async () => {
    const world = new World();
    await world.sessions.revokeUser("alice");
    equal(await world.userOf(world.alice()), undefined);
    equal((await world.sessions.list("alice")).length, 0);
  },
  "nor does anybody after revokeAll": async () => {
    const world = new World();
    await world.sessions.revokeAll();
    equal(await world.userOf(world.alice()), undefined);
  },
  "an import is no recent login": async () => {
    const world = new World();
    const recent = (session: { requireLogin(demand: object): string }): void =>
      throws(() => session.requireLogin({ maxAgeSeconds: 60 }), /too long ago/);
    const { own } = await world.ask(world.alice(), recent);
    await world.ask(own, recent);
  },
  "the library's own names stay behind, and so do ours; the app's data come": async () => {
    const world = new World();
    const hostile = JSON.parse(
      '{"__proto__":{"admin":1},"login":1,"id":1,"flash":{"info":["hi"]}}',
    ) as object;
    let data: object = {};
    await world.ask(world.alice(hostile), (session) => void (data = { ...session }));
    // As JSON: what passport and flash hold are plain objects.
    equal(JSON.stringify(data), '{"passport":{"user":"alice"},"flash":{"info":["hi"]}}');
  },
  "our own cookie goes first": async () => {
    const world = new World();
    const { own } = await world.ask(undefined, (session) => session.login("bob"));
    const cookie = world.alice();
    equal(await world.userOf(`${cookie}; ${own}`), "bob");
    equal(world.old.size, 1);
  },
  "two libraries' ids, or two apps' cookies, never meet": async () => {
    const one = new World();
    const two = new World({ name: "other.sid" });
    const cookie = one.alice();
    two.alice();
    const [first, second] = [await one.ask(cookie), await two.ask(cookie.replace("connect", "other"))];
    ok(first.own !== undefined && second.own !== undefined && first.own !== second.own);
  },
};
