import { entriesOf, hasFields, same } from "../check.js";
import type { Scenario } from "../trial.js";

export const isolation: readonly Scenario[] = [
  {
    name: "what create was given may change afterwards",
    async run(t) {
      const key = t.key();
      const fields: Record<string, string> = { a: "1", b: "2" };
      const record = { ...t.record(fields) };
      const created = t.store.create(key, record);
      spoil(fields);
      record.expiresAt = 0;
      same(await created, true, "create returns true");
      await hasFields(t.store, key, { a: "1", b: "2" }, "the record is as it was at the call");
      spoil(fields);
      same((await t.store.read(key))?.expiresAt, t.farOff, "the deadline is as it was at the call");
      await hasFields(t.store, key, { a: "1", b: "2" }, "the record is the store's own");
    },
  },
  {
    name: "what patch was given may change afterwards",
    async run(t) {
      const key = await t.created({ a: "1", b: "2" });
      const set: Record<string, string> = { c: "3" };
      const unset = ["a"];
      const patched = t.store.patch(key, { set, unset });
      spoil(set);
      unset.push("b");
      same(await patched, { status: "ok", version: 2 }, "the record is live");
      await hasFields(t.store, key, { b: "2", c: "3" }, "the record is as the call said");
      spoil(set);
      await hasFields(t.store, key, { b: "2", c: "3" }, "the record is the store's own");
    },
  },
  {
    name: "what read returned is the caller's own",
    async run(t) {
      const key = await t.created({ a: "1", b: "2" });
      const first = await t.store.read(key);
      const second = await t.store.read(key);
      if (first !== undefined) {
        spoil(first.fields);
        Reflect.set(first, "version", 99);
        Reflect.set(first, "expiresAt", 0);
      }
      same(entriesOf(second?.fields), entriesOf({ a: "1", b: "2" }), "two reads share nothing");
      await hasFields(t.store, key, { a: "1", b: "2" }, "the record is the store's own");
      const third = await t.store.read(key);
      same([third?.version, third?.expiresAt], [1, t.farOff], "version and deadline are the store's own");
      same(
        await t.store.patch(key, { set: { c: "3" } }),
        { status: "ok", version: 2 },
        "the version is the store's own",
      );
    },
  },
  {
    name: "what read returned does not change with the record",
    async run(t) {
      const key = await t.created({ a: "1", b: "2" });
      const before = await t.store.read(key);
      await t.store.patch(key, { set: { a: "x", c: "3" }, unset: ["b"], expiresAt: t.farOff + 1000 });
      await t.store.delete(key);
      same(
        entriesOf(before?.fields),
        entriesOf({ a: "1", b: "2" }),
        "a record that was read stays as it was",
      );
      same([before?.version, before?.expiresAt], [1, t.farOff], "and so do its version and deadline");
    },
  },
  {
    name: "frozen arguments are fine: a store changes nothing that it is given",
    async run(t) {
      const key = t.key();
      const fields = Object.freeze({ a: "1", b: "2" });
      same(await t.store.create(key, Object.freeze(t.record(fields))), true, "create returns true");
      const patch = Object.freeze({
        set: Object.freeze({ c: "3" }),
        unset: Object.freeze(["a"]),
        ifVersion: 1,
      });
      same(await t.store.patch(key, patch), { status: "ok", version: 2 }, "the version matches");
      await hasFields(t.store, key, { b: "2", c: "3" }, "the patch counts");
      same(await t.store.delete(key, Object.freeze({ ifVersion: 2 })), "ok", "the version matches");
    },
  },
];

/** Changes all that can be changed. A frozen object withstands, which is fine too. */
function spoil(fields: object): void {
  for (const name of Object.keys(fields)) Reflect.set(fields, name, "spoiled");
  Reflect.deleteProperty(fields, "b");
  Reflect.set(fields, "spoiler", "spoiled");
}
