import { hasFields, isGone, same } from "../check.js";
import type { Scenario } from "../trial.js";

export const deletion: readonly Scenario[] = [
  {
    name: "delete removes the record, for good (7.4.1)",
    async run(t) {
      const key = await t.created();
      same(await t.store.delete(key), "ok", "delete of a live record is ok");
      await isGone(t.peer, key, "what was deleted is gone for every call");
    },
  },
  {
    name: "delete of a missing record is gone",
    async run(t) {
      const key = t.key();
      same(await t.store.delete(key), "gone", "there was no record");
      same(await t.store.delete(key, { ifVersion: 1 }), "gone", "a missing record is gone, and no conflict");
    },
  },
  {
    name: "delete with ifVersion removes the record at that version only",
    async run(t) {
      const key = await t.created({ a: "1" });
      await t.store.patch(key, { set: { a: "2" } });
      for (const ifVersion of [1, 3, 0]) {
        same(await t.store.delete(key, { ifVersion }), "conflict", "the record is at another version");
      }
      await hasFields(t.store, key, { a: "2" }, "a conflict leaves the record");
      same((await t.store.read(key))?.version, 2, "a conflict leaves the version");
      same(await t.store.delete(key, { ifVersion: 2 }), "ok", "the version matches");
      await isGone(t.store, key, "what was deleted is gone");
    },
  },
  {
    name: "a deleted key can be used again, and keeps nothing of the old record",
    async run(t) {
      const key = await t.created({ old: "1" });
      await t.store.patch(key, { set: { old: "2" }, expiresAt: t.farOff + 5000 });
      await t.store.delete(key);
      same(await t.store.create(key, t.record({ new: "1" })), true, "the key is free");
      const record = await t.store.read(key);
      same(record?.version, 1, "a new record is at version 1");
      same(record?.expiresAt, t.farOff, "a new record has its own deadline");
      await hasFields(t.store, key, { new: "1" }, "a new record has its own fields");
    },
  },
  {
    name: "delete leaves other records alone",
    async run(t) {
      const [one, other] = [await t.created({ a: "1" }), await t.created({ b: "2" })];
      same(await t.store.delete(one), "ok", "delete of a live record is ok");
      await hasFields(t.store, other, { b: "2" }, "another record stays");
    },
  },
];
