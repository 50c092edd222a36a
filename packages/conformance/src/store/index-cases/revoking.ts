import { same, sorted } from "../check.js";
import type { Scenario } from "../trial.js";
import type { IndexTrial } from "./trial.js";

export const revoking: readonly Scenario<IndexTrial>[] = [
  {
    name: "revoke hands out every key, and empties the list",
    async run(t) {
      const user = t.user();
      const keys = await t.listed(user, 3);
      await t.revokes(user, keys, "every session is handed out");
      await t.lists(user, [], "the list is empty");
      for (const key of keys) same(await t.users.confirm(user, key), false, "it was revoked");
      await t.lists(user, [], "confirm lists nothing");
    },
  },
  {
    name: "revoke hands out again what earlier calls did",
    async run(t) {
      const user = t.user();
      const first = await t.listed(user, 2);
      await t.revokes(user, first, "every session is handed out");
      await t.revokes(user, first, "an interrupted revocation is finished by the next");
      const second = await t.listed(user, 2);
      same(sorted(await t.peerUsers.revoke(user)), sorted([...first, ...second]), "by a peer as well");
    },
  },
  {
    name: "revoke leaves the one session that it is told to",
    async run(t) {
      const user = t.user();
      const [kept = "", ...others] = await t.listed(user, 3);
      same(sorted(await t.users.revoke(user, kept)), others, "the others are handed out");
      await t.lists(user, [kept], "it stays on the list");
      same(await t.users.confirm(user, kept), true, "it was not revoked");
      same(sorted(await t.users.revoke(user, t.key())), sorted([kept, ...others]), "it is not kept for ever");
    },
  },
  {
    name: "an exception that is not listed does not get listed, nor saves the others",
    async run(t) {
      const user = t.user();
      const keys = await t.listed(user, 2);
      same(sorted(await t.users.revoke(user, t.key())), keys, "all are handed out");
      await t.lists(user, [], "nothing is left");
    },
  },
  {
    name: "an exception does not bring back what was revoked before",
    async run(t) {
      const user = t.user();
      const keys = await t.listed(user, 2);
      await t.users.revoke(user);
      same(sorted(await t.users.revoke(user, keys[0])), keys, "it is still to be deleted");
      same(await t.users.confirm(user, keys[0] ?? ""), false, "it was revoked");
    },
  },
  {
    name: "a session that was revoked does not go on under another key (7.4.2, T-11)",
    async run(t) {
      const user = t.user();
      const [old] = (await t.listed(user, 1)) as [string];
      await t.users.revoke(user);
      const [next] = (await t.listed(user, 1)) as [string];
      same(await t.users.confirm(user, next, old), false, "what it replaces was revoked");
      await t.lists(user, [next], "a confirm that is false changes nothing");
      same(await t.users.confirm(user, next, t.key()), true, "by itself it may stay");
      await t.revokes(user, [old, next], "both are to be deleted");
    },
  },
  {
    name: "remove does not make a revocation undone",
    async run(t) {
      const user = t.user();
      const [old] = (await t.listed(user, 1)) as [string];
      await t.users.revoke(user);
      await t.users.remove(user, old);
      const [next] = (await t.listed(user, 1)) as [string];
      same(await t.users.confirm(user, next, old), false, "what it replaces was revoked");
      await t.revokes(user, [old, next], "what was revoked is handed out until it expires");
    },
  },
  {
    name: "a session that was revoked can be listed again",
    async run(t) {
      const user = t.user();
      const [first, second] = (await t.listed(user, 2)) as [string, string];
      await t.users.revoke(user);
      await t.users.add(user, first, t.farOff);
      await t.lists(user, [first], "it is listed again, and no other");
      same(await t.users.confirm(user, first), true, "it is revoked no longer");
      same(await t.users.revoke(user, first), [second], "the other one still is");
    },
  },
  {
    name: "a user may have 500 sessions",
    async run(t) {
      const user = t.user();
      const keys = await t.listed(user, 500);
      await t.lists(user, keys, "every session is listed");
      same(
        sorted(await t.users.revoke(user, keys[250])),
        keys.toSpliced(250, 1),
        "all but one are handed out",
      );
      await t.lists(user, [keys[250] ?? ""], "one is left");
      await t.revokes(user, keys, "and the last");
      await t.lists(user, [], "the list is empty");
    },
  },
];
