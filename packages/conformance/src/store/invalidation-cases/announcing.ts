import type { RecordPatch } from "@sess/core";
import { same } from "../check.js";
import type { Scenario } from "../trial.js";
import type { NewsTrial } from "./trial.js";

const CHANGES: readonly (readonly [string, (later: number) => RecordPatch])[] = [
  ["a field that is set", () => ({ set: { b: "2" } })],
  ["a field that is set to what it was", () => ({ set: { color: "red" } })],
  ["a field that is removed", () => ({ unset: ["color"] })],
  ["a field that is set as the deadline moves", (later) => ({ set: { b: "2" }, expiresAt: later })],
  ["a field that is set at the record's version", () => ({ set: { b: "2" }, ifVersion: 1 })],
];

/** Texts that are no keys of core's, but a store must not change what it announces. */
const ODD_KEYS = [" ", "a b", "\n", "\r\n", "\0", '"', "{a}", "*", "a:b", "__proto__", "é", "🍪", "\u2028"];

/** Whoever listens, on the store or on its peer, has heard of these keys, and of no other. */
function each<T>(ears: readonly unknown[], keys: readonly T[]): T[][] {
  return ears.map(() => [...keys]);
}

export const announcing: readonly Scenario<NewsTrial>[] = [
  ...CHANGES.map(([what, patchTo]): Scenario<NewsTrial> => ({
    name: `${what}, whoever did it`,
    async run(t) {
      const ears = t.ears();
      for (const store of [t.store, t.peer]) {
        const keys = [await t.created(), await t.created()];
        const heard = await t.heardBy(ears, keys, async () => {
          same(
            (await store.patch(keys[0] ?? "", patchTo(t.farOff + 1000))).status,
            "ok",
            "the record is live",
          );
        });
        same(heard, each(ears, keys.slice(0, 1)), "the key of the changed record is announced, to everybody");
      }
    },
  })),
  ...[undefined, { ifVersion: 1 }].map((condition): Scenario<NewsTrial> => ({
    name: `a delete ${condition ? "at the record's version" : "at any version"}, whoever did it`,
    async run(t) {
      const ears = t.ears();
      for (const store of [t.store, t.peer]) {
        const keys = [await t.created(), await t.created()];
        const heard = await t.heardBy(ears, keys, async () => {
          same(await store.delete(keys[0] ?? "", condition), "ok", "the record is live");
        });
        same(heard, each(ears, keys.slice(0, 1)), "the key of the deleted record is announced, to everybody");
      }
    },
  })),
  {
    name: "every change of a record",
    async run(t) {
      const ears = t.ears();
      const key = await t.created();
      for (let change = 0; change < 5; change++) {
        for (const ear of ears) ear.heard.clear();
        const heard = await t.heardBy(ears, [key], () => t.store.patch(key, { set: { n: String(change) } }));
        same(heard, each(ears, [key]), "a record that was announced once is announced again");
      }
    },
  },
  {
    name: "keys as they are, whatever characters they have",
    async run(t) {
      const ears = t.ears();
      const keys = ODD_KEYS.flatMap((odd) => [`${odd}${t.key()}`, `${t.key()}${odd}`]);
      for (const key of keys) await t.store.create(key, t.record());
      const heard = await t.heardBy(ears, keys, async () => {
        for (const key of keys) await t.store.patch(key, { set: { a: "1" } });
      });
      same(heard, each(ears, keys), "a key is announced as it was given");
    },
  },
  {
    name: "before a barrier that was asked for later resolves",
    async run(t) {
      const ears = t.ears();
      const keys = await Promise.all(Array.from({ length: 200 }, () => t.created()));
      const heard = await t.heardBy(ears, keys, () =>
        Promise.all(
          keys.map((key, i) => (i % 2 === 0 ? t.peer.patch(key, { set: { a: "1" } }) : t.peer.delete(key))),
        ),
      );
      same(heard, each(ears, keys), "what changed before the barrier has been announced");
    },
  },
];
