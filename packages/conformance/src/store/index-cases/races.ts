import type { UserIndex } from "@sess/core";
import { holds, same, sorted } from "../check.js";
import { Random } from "../random.js";
import type { Scenario } from "../trial.js";
import type { IndexTrial } from "./trial.js";

const ROUNDS = 40;

/** Starts `count` calls at once, in turn through the store and its peer. */
function atOnce<T>(
  t: IndexTrial,
  count: number,
  call: (users: UserIndex, i: number) => Promise<T>,
): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => call(i % 2 === 0 ? t.users : t.peerUsers, i)));
}

/** Lets a few others go first: calls of a store in the same process would always meet in the same order. */
async function others(random: Random): Promise<void> {
  for (let i = random.below(8); i > 0; i--) await Promise.resolve();
}

export const races: readonly Scenario<IndexTrial>[] = [
  {
    name: "parallel adds are all listed",
    async run(t) {
      const user = t.user();
      const keys = Array.from({ length: 64 }, t.key);
      await atOnce(t, 64, (users, i) => users.add(user, keys[i] ?? "", t.farOff));
      await t.lists(user, keys, "no add is lost");
    },
  },
  {
    name: "parallel adds, confirms and removes of different sessions lose nothing",
    async run(t) {
      const user = t.user();
      const old = await t.listed(user, 32);
      const next = await t.listed(user, 16);
      const added = Array.from({ length: 16 }, t.key);
      await atOnce<unknown>(t, 48, (users, i) => {
        if (i < 16) return users.remove(user, old[i] ?? "");
        if (i < 32) return users.confirm(user, next[i - 16] ?? "", old[i]);
        return users.add(user, added[i - 32] ?? "", t.farOff);
      });
      await t.lists(user, [...next, ...added], "each call counts");
    },
  },
  {
    name: "of parallel revocations, at least one hands out each session, and none is left",
    async run(t) {
      for (let round = 0; round < ROUNDS; round++) {
        const user = t.user();
        const keys = await t.listed(user, 8);
        const handedOut = await atOnce(t, 4, (users) => users.revoke(user));
        same(sorted([...new Set(handedOut.flat())]), keys, "each session is handed out, and nothing else");
        await t.lists(user, [], "none is left");
      }
    },
  },
  {
    name: "adds against a revocation: each session is handed out, or still listed",
    async run(t) {
      const random = new Random(t.seed);
      for (let round = 0; round < ROUNDS; round++) {
        const user = t.user();
        const keys = Array.from({ length: 8 }, t.key);
        let revoked: readonly string[] = [];
        await atOnce(t, 9, async (users, i) => {
          await others(random);
          if (i === 5) revoked = await users.revoke(user);
          else await users.add(user, keys[i < 5 ? i : i - 1] ?? "", t.farOff);
        });
        const listed = await t.users.list(user);
        same(
          sorted([...listed, ...revoked]),
          sorted(keys),
          `each is in one of the two (SESS_SEED=${t.seed})`,
        );
      }
    },
  },
  {
    name: "a login against a revocation: whoever comes first, the other one sees it (7.4.2, T-11)",
    async run(t) {
      const random = new Random(t.seed);
      for (let round = 0; round < ROUNDS; round++) {
        const [user, key] = [t.user(), t.key()];
        const login = async (): Promise<boolean> => {
          await others(random);
          await t.users.add(user, key, t.farOff);
          await others(random);
          return t.users.confirm(user, key);
        };
        const [confirmed, revoked] = await Promise.all([
          login(),
          others(random).then(() => t.peerUsers.revoke(user)),
        ]);
        const [listed, handedOut] = [(await t.users.list(user)).includes(key), revoked.includes(key)];
        holds(listed !== handedOut, `it is listed, or handed out, and never both (SESS_SEED=${t.seed})`);
        holds(confirmed || handedOut, `what was not confirmed was revoked (SESS_SEED=${t.seed})`);
      }
    },
  },
  {
    name: "a rotation against a revocation: the session does not survive under its new key (7.4.2, T-11)",
    async run(t) {
      const random = new Random(t.seed);
      for (let round = 0; round < ROUNDS; round++) {
        const user = t.user();
        const [old] = (await t.listed(user, 1)) as [string];
        const next = t.key();
        const rotation = async (): Promise<boolean> => {
          await others(random);
          await t.users.add(user, next, t.farOff);
          await others(random);
          return t.users.confirm(user, next, old);
        };
        const [confirmed, revoked] = await Promise.all([
          rotation(),
          others(random).then(() => t.peerUsers.revoke(user)),
        ]);
        holds(
          !confirmed || revoked.includes(next),
          `what was confirmed is found by the revocation (SESS_SEED=${t.seed})`,
        );
      }
    },
  },
];
