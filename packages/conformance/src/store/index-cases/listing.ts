import { same } from "../check.js";
import type { Scenario } from "../trial.js";
import type { IndexTrial } from "./trial.js";

export const listing: readonly Scenario<IndexTrial>[] = [
  {
    name: "a user without sessions has an empty list",
    async run(t) {
      const user = t.user();
      await t.lists(user, [], "nothing is listed");
      same(await t.users.confirm(user, t.key()), false, "nothing can be confirmed");
      same(await t.users.remove(user, t.key()), undefined, "to take off what is not listed is no error");
      await t.revokes(user, [], "there is nothing to revoke");
      await t.lists(user, [], "asking lists nothing");
    },
  },
  {
    name: "what was added is listed, once",
    async run(t) {
      const user = t.user();
      const keys = await t.listed(user, 3);
      await t.lists(user, keys, "every session is listed");
      await t.users.add(user, keys[1] ?? "", t.farOff);
      await t.lists(user, keys, "a session that was added twice is listed once");
    },
  },
  {
    name: "confirm is true for what is listed, as often as it is asked",
    async run(t) {
      const user = t.user();
      const keys = await t.listed(user, 2);
      for (const index of [t.users, t.peerUsers, t.users]) {
        for (const key of keys) same(await index.confirm(user, key), true, "it is listed");
      }
      await t.lists(user, keys, "confirm takes nothing off the list");
    },
  },
  {
    name: "confirm is false for what is not listed, and lists nothing",
    async run(t) {
      const user = t.user();
      const [removed, stays] = (await t.listed(user, 2)) as [string, string];
      await t.users.remove(user, removed);
      for (const key of [removed, t.key()]) same(await t.users.confirm(user, key), false, "it is not listed");
      await t.lists(user, [stays], "confirm lists nothing");
    },
  },
  {
    name: "confirm takes the session that was replaced off the list",
    async run(t) {
      const user = t.user();
      const [old, next, other] = (await t.listed(user, 3)) as [string, string, string];
      same(await t.users.confirm(user, next, old), true, "both are listed");
      await t.lists(user, [next, other], "the old session is off the list, and no other");
      same(await t.users.confirm(user, old), false, "it is not listed any more");
      await t.revokes(user, [next, other], "what was replaced was not revoked");
    },
  },
  {
    name: "confirm is true when what was replaced is not on the list",
    async run(t) {
      const user = t.user();
      const [key] = (await t.listed(user, 1)) as [string];
      same(await t.users.confirm(user, key, t.key()), true, "an anonymous session never was on a list");
      await t.lists(user, [key], "nothing changes");
    },
  },
  {
    name: "confirm of what is not listed changes nothing",
    async run(t) {
      const user = t.user();
      const keys = await t.listed(user, 2);
      same(await t.users.confirm(user, t.key(), keys[0]), false, "it is not listed");
      await t.lists(user, keys, "what would have been replaced stays on the list");
    },
  },
  {
    name: "remove takes one session off the list",
    async run(t) {
      const user = t.user();
      const [first, second] = (await t.listed(user, 2)) as [string, string];
      await t.users.remove(user, first);
      await t.lists(user, [second], "the other stays");
      await t.users.remove(user, first);
      await t.lists(user, [second], "to remove it again changes nothing");
      await t.users.remove(user, second);
      await t.lists(user, [], "the list is empty");
      await t.revokes(user, [], "what was removed was not revoked");
      await t.users.add(user, first, t.farOff);
      await t.lists(user, [first], "a session can be listed again");
    },
  },
  {
    name: "each user has a list of his own",
    async run(t) {
      const [alice, bob] = [t.user(), t.user()];
      const [hers, his] = [await t.listed(alice, 2), await t.listed(bob, 2)];
      same(await t.users.confirm(bob, hers[0] ?? ""), false, "it is on another user's list");
      same(await t.users.confirm(bob, his[0] ?? "", hers[0]), true, "it is on his list");
      await t.users.remove(bob, hers[0] ?? "");
      await t.lists(alice, hers, "another user's calls change nothing");
      await t.revokes(bob, his, "only his own sessions are revoked");
      await t.lists(alice, hers, "another user's revocation changes nothing");
      await t.users.add(alice, his[0] ?? "", t.farOff);
      same(await t.users.confirm(alice, his[0] ?? ""), true, "what is revoked for one is not for another");
    },
  },
  {
    name: "the list that was handed out is the caller's own",
    async run(t) {
      const user = t.user();
      const keys = await t.listed(user, 2);
      const handedOut = await t.users.list(user);
      Reflect.set(handedOut, 0, "spoiled");
      await t.lists(user, keys, "the list is the store's own");
      const before = await t.users.list(user);
      await t.users.revoke(user);
      same([...before].sort(), keys, "a list that was handed out stays as it was");
    },
  },
];
