import { same, sorted } from "../check.js";
import type { Scenario } from "../trial.js";
import { Device, signIn, type SessionTrial } from "./trial.js";

export const ending: readonly Scenario<SessionTrial>[] = [
  {
    name: "a user's sessions are listed with their labels, in every process, and nobody else's (7.5.2, SM-23)",
    async run(t) {
      const [here, there] = [t.process(), t.process({}, t.peer)];
      const [alice, bob] = [t.user(), t.user()];
      await signIn(here, alice, ["phone", "laptop"]);
      await signIn(here, bob, ["tablet"]);
      const listed = await there.list(alice);
      same(sorted(listed.map(({ label = "" }) => label)), ["laptop", "phone"], "each with its label");
      for (const { createdAt, lastSeenAt, expiresAt } of listed) {
        same(lastSeenAt.getTime() >= createdAt.getTime() - 1000, true, "it was seen when it began");
        same(expiresAt > lastSeenAt, true, "and ends later");
      }
    },
  },
  {
    name: "revoke ends one session, by its handle, and only its owner's (7.5.2, SM-23, V-25)",
    async run(t) {
      const [here, there] = [t.process(), t.process({}, t.peer)];
      const [alice, bob] = [t.user(), t.user()];
      const [phone, laptop] = await signIn(here, alice, ["phone", "laptop"]);
      const id = (await there.list(alice)).find(({ label }) => label === "phone")?.id ?? "";
      same(await there.revoke(bob, id), false, "it is not bob's");
      same(await phone?.userAt(there), alice, "and lives");
      same(await there.revoke(alice, id), true, "it is alice's");
      same(await phone?.userAt(here), undefined, "and has ended everywhere");
      same(await laptop?.userAt(here), alice, "the other lives");
    },
  },
  {
    name: "revokeUser ends all but one (7.4.3)",
    async run(t) {
      const [here, there] = [t.process(), t.process({}, t.peer)];
      const alice = t.user();
      const others = await signIn(here, alice, ["phone", "tablet"]);
      const laptop = new Device();
      const except = await laptop.visit(here, async (session) => (await session.login(alice), session.id));
      same(await there.revokeUser(alice, { except }), 2, "two have ended");
      same(
        await Promise.all([...others, laptop].map((device) => device.userAt(here))),
        [undefined, undefined, alice],
        "one is left",
      );
    },
  },
  {
    name: "revokeAll ends everybody's, in every process within a second; who signs in after it stays (7.4.5, T-11)",
    async run(t) {
      const [here, there] = [t.process(), t.process({}, t.peer)];
      const [alice, bob] = [t.user(), t.user()];
      const [phone] = await signIn(here, alice, ["phone"]);
      const [tablet] = await signIn(there, bob, ["tablet"]);
      same(await phone?.userAt(there), alice, "she is known everywhere");
      await here.revokeAll();
      same(await phone?.userAt(here), undefined, "at once where it was said");
      await t.pass(t.clock.now() + 1000);
      same(await phone?.userAt(there), undefined, "and everywhere else after a second");
      same(await tablet?.userAt(there), undefined, "whoever it is");
      same(await there.list(alice), [], "nothing is listed any more");
      const [again] = await signIn(there, alice, ["phone"]);
      same(await again?.userAt(here), alice, "a new login is good");
    },
  },
];

export const limits: readonly Scenario<SessionTrial>[] = [
  {
    name: "of many logins the last are left, as many as a user may have (7.1.2, SESS-11)",
    async run(t) {
      const sessions = t.process({ maxPerUser: 3 });
      const alice = t.user();
      const devices: Device[] = [];
      for (let n = 0; n < 6; n++) {
        // The oldest is told by the time of its login: each has a millisecond of its own.
        await t.pass(t.clock.now() + 2);
        devices.push(...(await signIn(sessions, alice, [String(n)])));
      }
      const users = await Promise.all(devices.map((device) => device.userAt(sessions)));
      same(users, [undefined, undefined, undefined, alice, alice, alice], "the oldest have ended");
      same(
        sorted((await sessions.list(alice)).map(({ label = "" }) => label)),
        ["3", "4", "5"],
        "and the list",
      );
    },
  },
  {
    name: "of logins at once in two processes, no more are left than may be (7.1.2, SM-23)",
    async run(t) {
      for (const overLimit of ["evict", "refuse"] as const) {
        const processes = [
          t.process({ maxPerUser: 2, overLimit }),
          t.process({ maxPerUser: 2, overLimit }, t.peer),
        ];
        const alice = t.user();
        const outcomes = await Promise.allSettled(
          Array.from({ length: 10 }, (_, n) => signIn(processes[n % 2] ?? t.process(), alice, [String(n)])),
        );
        const listed = await t.process({}, t.peer).list(alice);
        same(listed.length <= 2, true, `${overLimit}: at most two are left`);
        const refused = outcomes.filter(({ status }) => status === "rejected").length;
        if (overLimit === "refuse") same(listed.length + refused, 10, "each login was done or refused");
      }
    },
  },
  {
    name: "what ends, ends in the store as well: nothing is left to be listed (14.2.7)",
    async run(t) {
      const alice = t.user();
      const { deadline } = await t.before(async (end) => {
        const sessions = t.process();
        const device = new Device();
        await device.visit(sessions, (session) => session.login(alice, { notAfter: new Date(end) }));
        same(await device.userAt(sessions), alice, "it lives");
      });
      await t.pass(deadline + 2000);
      same(await t.process().list(alice), [], "it is not listed");
      same(await t.store.users?.list(alice), [], "and leaves no entry");
    },
  },
];
