import { same, sorted } from "../check.js";
import type { Scenario } from "../trial.js";
import type { IndexTrial } from "./trial.js";

/** A user with one session that lives long, and one whose deadline has passed since `body` ran. */
async function expired(
  t: IndexTrial,
  body: (user: string, stays: string) => Promise<unknown> = async () => {},
): Promise<{ user: string; stays: string; gone: string }> {
  const { deadline, value } = await t.before(async (expiresAt) => {
    const [user, stays, gone] = [t.user(), t.key(), t.key()];
    await t.users.add(user, stays, t.farOff);
    await t.users.add(user, gone, expiresAt);
    await t.lists(user, [stays, gone], "a session is listed until its deadline");
    await body(user, stays);
    return { user, stays, gone };
  });
  await t.pass(deadline);
  return value;
}

export const deadlines: readonly Scenario<IndexTrial>[] = [
  {
    name: "a session is listed until its deadline, and missing from then on",
    async run(t) {
      const { deadline, value } = await t.before(async (expiresAt) => {
        const [user, key] = [t.user(), t.key()];
        await t.users.add(user, key, expiresAt);
        if (t.clock.exact) await t.pass(expiresAt - 1);
        await t.lists(user, [key], "a session is listed until its deadline");
        same(await t.users.confirm(user, key), true, "and may stay until then");
        return { user, key };
      });
      await t.pass(deadline);
      await t.lists(value.user, [], "it is missing from its deadline on");
    },
  },
  {
    name: "sessions expire each at its own time",
    async run(t) {
      const { user, stays } = await expired(t);
      await t.lists(user, [stays], "the deadline of one does not end the other");
    },
  },
  {
    name: "confirm is false for a session whose deadline has passed",
    async run(t) {
      const { user, stays, gone } = await expired(t);
      same(await t.users.confirm(user, gone), false, "it has expired");
      same(await t.users.confirm(user, gone, stays), false, "it has expired");
      await t.lists(user, [stays], "a confirm that is false changes nothing");
      same(await t.users.confirm(user, stays, gone), true, "an expired session may be replaced");
    },
  },
  {
    name: "revoke does not hand out a session whose deadline has passed",
    async run(t) {
      const { user, stays } = await expired(t);
      await t.revokes(user, [stays], "an expired session has no record any more");
    },
  },
  {
    name: "what was revoked is forgotten at its deadline, each at its own time",
    async run(t) {
      const { user, stays, gone } = await expired(t, async (user) => {
        same((await t.users.revoke(user)).length, 2, "both are revoked");
      });
      await t.revokes(user, [stays], "what has expired is not handed out again");
      const [next] = (await t.listed(user, 1)) as [string];
      same(await t.users.confirm(user, next, stays), false, "the other one is still revoked");
      same(await t.users.confirm(user, next, gone), true, "an expired session is not");
    },
  },
  {
    name: "what was revoked is remembered until its own deadline, whatever else is revoked",
    async run(t) {
      const { user, stays, gone } = await expired(t, async (user, stays) => {
        same((await t.users.revoke(user, stays)).length, 1, "one of them is revoked");
      });
      const other = t.key();
      await t.users.add(user, other, t.farOff + 1000);
      same(sorted(await t.users.revoke(user)), sorted([stays, other]), `${gone} has expired`);
      await t.revokes(user, [stays, other], "the others are remembered");
    },
  },
  {
    name: "a session whose deadline is in the past is missing",
    async run(t) {
      // A store with its own clock may be a moment behind.
      for (const ago of t.clock.exact ? [0, 1, 1000] : [1000, 3_600_000]) {
        const [user, key] = [t.user(), t.key()];
        same(await t.users.add(user, key, t.clock.now() - ago), undefined, "it is no error");
        await t.lists(user, [], "it is missing");
        same(await t.users.confirm(user, key), false, "it has expired");
        await t.revokes(user, [], "it has expired");
        const [stays] = await t.listed(user, 1);
        await t.lists(user, stays === undefined ? [] : [stays], "it is in nobody's way");
      }
    },
  },
  {
    name: "a session that has expired can be listed again",
    async run(t) {
      const { user, stays, gone } = await expired(t, (user) => t.users.revoke(user));
      await t.users.add(user, gone, t.farOff);
      await t.lists(user, [gone], "it is listed until its new deadline");
      same(await t.users.confirm(user, gone, t.key()), true, "and may stay");
      await t.revokes(user, [stays, gone], "both are to be deleted");
    },
  },
];
