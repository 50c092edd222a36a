import { same, sorted } from "../check.js";
import type { Scenario } from "../trial.js";
import type { IndexTrial } from "./trial.js";

/** Ids that mean something to a language, a protocol, a key pattern or a hash slot, but nothing here. */
const IDS: readonly string[] = [
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "then", "length", "null", "undefined"],
  ...["0", "1", "01", "-1", "1e3", "NaN", "4294967296", "$5", "*3\r\n"],
  ...[
    " ",
    "a b",
    "a",
    "A",
    "a:b",
    "a/b",
    "a.b",
    "a,b",
    "a;b",
    "\n",
    "\r\n",
    "\0",
    "a\0b",
    "\t",
    '"',
    "'",
    "\\",
  ],
  ...["*", "?", "[a]", "a*", "%s", "{", "}", "{}", "{a}", "{a}b", "a{b}c", "}{", "{{a}}"],
  ...["ß", "SS", "é", "e\u0301", "日本語", "🍪", "\u00ff", "\u2028", "\ufeff", "İ"],
  ...["x".repeat(255), "x".repeat(256), "日".repeat(256), "🍪".repeat(128)],
];

export const userIds: readonly Scenario<IndexTrial>[] = [
  {
    name: "any text of up to 256 characters is a user, with a list of his own",
    async run(t) {
      // The ids are the same in every run on one database: only the sessions of this run are looked at.
      const sessions = IDS.map((user) => ({ user, old: t.key(), key: t.key() }));
      const all = sessions.flatMap(({ old, key }) => [old, key]);
      const own = (keys: readonly string[]): string[] => sorted(keys.filter((key) => all.includes(key)));
      for (const { user, old, key } of sessions) {
        await t.users.add(user, old, t.farOff);
        await t.users.add(user, key, t.farOff);
      }
      for (const { user, old, key } of sessions) {
        const name = JSON.stringify(user);
        same(own(await t.peerUsers.list(user)), sorted([old, key]), `both sessions of ${name} are listed`);
        same(await t.users.confirm(user, key, old), true, `the new session of ${name} may stay`);
        same(own(await t.users.list(user)), [key], `the old session of ${name} is off the list`);
      }
      for (const { user, key } of sessions) {
        const name = JSON.stringify(user);
        same(own(await t.users.revoke(user)), [key], `the session of ${name} is handed out`);
        same(await t.users.confirm(user, key), false, `the session of ${name} was revoked`);
        await t.users.add(user, key, t.farOff);
        await t.users.remove(user, key);
        same(own(await t.users.list(user)), [], `the session of ${name} is off the list`);
      }
    },
  },
];
