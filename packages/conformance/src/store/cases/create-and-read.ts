import { hasFields, isGone, same } from "../check.js";
import type { Scenario } from "../trial.js";

export const createAndRead: readonly Scenario[] = [
  {
    name: "create adds a record at version 1, and read returns all of it",
    async run(t) {
      const key = t.key();
      same(
        await t.store.create(key, t.record({ a: "1", b: "two" })),
        true,
        "create returns true for a new key",
      );
      const record = await t.store.read(key);
      same(record?.version, 1, "a new record is at version 1");
      same(record?.expiresAt, t.farOff, "read returns the deadline as it was given");
      await hasFields(t.peer, key, { a: "1", b: "two" }, "read returns the fields as they were given");
    },
  },
  {
    name: "create works for anonymous sessions and for signed-in ones",
    async run(t) {
      for (const anonymous of [true, false]) {
        const key = t.key();
        same(
          await t.store.create(key, { ...t.record(), anonymous }),
          true,
          "create returns true for a new key",
        );
        await hasFields(t.store, key, { color: "red" }, "`anonymous` is a hint, and no field");
      }
    },
  },
  {
    name: "create never changes a live record (7.2.3)",
    async run(t) {
      const key = await t.created({ a: "1" });
      const other = { fields: { b: "2" }, expiresAt: t.farOff + 1000, anonymous: true };
      same(await t.store.create(key, other), false, "create returns false when a live record exists");
      const record = await t.store.read(key);
      same(record?.version, 1, "a refused create leaves the version alone");
      same(record?.expiresAt, t.farOff, "a refused create leaves the deadline alone");
      await hasFields(t.store, key, { a: "1" }, "a refused create leaves the fields alone");
    },
  },
  {
    name: "create refuses over a live record even with a deadline in the past",
    async run(t) {
      const key = await t.created({ a: "1" });
      const past = { ...t.record({ b: "2" }), expiresAt: t.clock.now() - 1000 };
      same(await t.store.create(key, past), false, "create returns false when a live record exists");
      await hasFields(t.store, key, { a: "1" }, "a refused create changes nothing");
    },
  },
  {
    name: "a record without fields is a record",
    async run(t) {
      const key = await t.created({});
      await hasFields(t.store, key, {}, "a record may have no fields");
      same(await t.store.create(key, t.record()), false, "a record without fields is live");
      same(await t.store.patch(key, { set: { a: "1" } }), { status: "ok", version: 2 }, "and can be patched");
    },
  },
  {
    name: "read of a missing key is undefined",
    async run(t) {
      same(await t.store.read(t.key()), undefined, "read returns undefined for a missing record");
      await isGone(t.store, t.key(), "what was never created is gone for every call");
    },
  },
  {
    name: "keys that differ in one letter, or in its case, are different keys (T-24)",
    async run(t) {
      const stem = t.key().slice(0, 42);
      const keys = ["a", "A", "b", "_", "-"].map((last) => stem + last);
      for (const key of keys) {
        same(await t.store.create(key, t.record({ key })), true, "another key is another record");
      }
      same(await t.store.delete(keys[0] ?? ""), "ok", "delete finds the record");
      for (const key of keys.slice(1)) await hasFields(t.store, key, { key }, "other keys are left alone");
    },
  },
  {
    name: "fields inherit nothing (V-22, 15.3.6)",
    async run(t) {
      const key = await t.created({ a: "1" });
      const fields = (await t.store.read(key))?.fields;
      if (fields === undefined) throw new Error("the record is not there");
      const inherited = Object.getOwnPropertyNames(Object.prototype).filter((name) => name in fields);
      same(inherited.join(), "", "no name is found in `fields` that is not a field's");
    },
  },
];
