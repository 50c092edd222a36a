import { hasFields, holds, isGone, same } from "../check.js";
import type { Scenario } from "../trial.js";

const ok = (version: number) => ({ status: "ok", version }) as const;

export const patch: readonly Scenario[] = [
  {
    name: "patch adds and replaces fields, and leaves the others",
    async run(t) {
      const key = await t.created({ a: "1", b: "2" });
      same(
        await t.store.patch(key, { set: { b: "two", c: "3" } }),
        ok(2),
        "a change of fields makes version 2",
      );
      await hasFields(t.peer, key, { a: "1", b: "two", c: "3" }, "set adds and replaces, nothing else");
      same((await t.store.read(key))?.version, 2, "read returns the version that patch told");
    },
  },
  {
    name: "patch removes fields, and leaves the others",
    async run(t) {
      const key = await t.created({ a: "1", b: "2", c: "3" });
      same(await t.store.patch(key, { unset: ["a", "c"] }), ok(2), "a removal makes version 2");
      await hasFields(t.peer, key, { b: "2" }, "unset removes the fields that it names");
    },
  },
  {
    name: "patch sets and removes fields in one call",
    async run(t) {
      const key = await t.created({ a: "1", b: "2" });
      same(await t.store.patch(key, { set: { c: "3" }, unset: ["a"] }), ok(2), "one call is one version");
      await hasFields(t.store, key, { b: "2", c: "3" }, "set and unset both count");
    },
  },
  {
    name: "a field that is set and removed in one call is set",
    async run(t) {
      const key = await t.created({ a: "1" });
      same(
        await t.store.patch(key, { set: { a: "new", b: "2" }, unset: ["b", "a"] }),
        ok(2),
        "one call is one version",
      );
      await hasFields(t.store, key, { a: "new", b: "2" }, "set wins over unset");
    },
  },
  {
    name: "removing a field that is not there is no error, and a change",
    async run(t) {
      const key = await t.created({ a: "1" });
      same(await t.store.patch(key, { unset: ["b"] }), ok(2), "the version grows when unset names a field");
      await hasFields(t.store, key, { a: "1" }, "nothing else changes");
    },
  },
  {
    name: "setting a field to the value that it has is a change",
    async run(t) {
      const key = await t.created({ a: "1" });
      same(await t.store.patch(key, { set: { a: "1" } }), ok(2), "the version grows when set names a field");
    },
  },
  {
    name: "a record outlives its last field",
    async run(t) {
      const key = await t.created({ a: "1" });
      same(await t.store.patch(key, { unset: ["a"] }), ok(2), "the last field can be removed");
      await hasFields(t.store, key, {}, "a record without fields is a record");
      same(await t.store.patch(key, { set: { b: "2" } }), ok(3), "and its version goes on");
      same((await t.store.read(key))?.expiresAt, t.farOff, "and its deadline stays");
    },
  },
  {
    name: "a patch that names no field changes no version",
    async run(t) {
      const key = await t.created({ a: "1" });
      for (const nothing of [{}, { set: {} }, { unset: [] }, { set: {}, unset: [] }]) {
        same(await t.store.patch(key, nothing), ok(1), "the version stays when no field is named");
      }
      same((await t.store.read(key))?.version, 1, "the version stays when no field is named");
      await hasFields(t.store, key, { a: "1" }, "nothing changes when no field is named");
    },
  },
  {
    name: "every change of fields grows the version by one",
    async run(t) {
      const key = await t.created({});
      for (let version = 2; version <= 12; version++) {
        same(
          await t.store.patch(key, { set: { n: String(version) } }),
          ok(version),
          "the version grows by one",
        );
        same((await t.store.read(key))?.version, version, "read returns the version that patch told");
      }
    },
  },
  {
    name: "patch never creates a record (V-01, T-10)",
    async run(t) {
      const key = t.key();
      for (const change of [
        { set: { a: "1" } },
        { unset: ["a"] },
        { expiresAt: t.farOff },
        {},
        { ifVersion: 0 },
      ]) {
        same(await t.store.patch(key, change), { status: "gone" }, "a patch of a missing record is gone");
        same(await t.store.read(key), undefined, "a patch of a missing record leaves nothing behind");
      }
      same(await t.store.create(key, t.record({ b: "2" })), true, "the key is still free");
      await hasFields(t.store, key, { b: "2" }, "a later record holds nothing of the patches");
    },
  },
  {
    name: "patch with ifVersion changes the record at that version only (T-12, 15.4.2)",
    async run(t) {
      const key = await t.created({ a: "1" });
      same(await t.store.patch(key, { set: { a: "2" }, ifVersion: 1 }), ok(2), "the version matches");
      for (const ifVersion of [1, 3, 0, 22]) {
        const change = { set: { a: "x", b: "x" }, unset: ["a"], expiresAt: t.farOff - 1000, ifVersion };
        same(await t.store.patch(key, change), { status: "conflict" }, "the record is at another version");
      }
      await hasFields(t.store, key, { a: "2" }, "a conflict changes no field");
      const record = await t.store.read(key);
      same(record?.version, 2, "a conflict changes no version");
      same(record?.expiresAt, t.farOff, "a conflict moves no deadline");
    },
  },
  {
    name: "a deadline alone can be moved with ifVersion",
    async run(t) {
      const key = await t.created();
      const later = t.farOff + 1000;
      same(
        await t.store.patch(key, { expiresAt: later, ifVersion: 2 }),
        { status: "conflict" },
        "another version",
      );
      same(
        await t.store.patch(key, { expiresAt: later, ifVersion: 1 }),
        ok(1),
        "the version matches, and stays",
      );
      same((await t.store.read(key))?.expiresAt, later, "the deadline has moved");
    },
  },
  {
    name: "500 fields can be set and removed at once",
    async run(t) {
      const names = Array.from({ length: 500 }, (_, i) => `field ${i}`);
      const fields = Object.fromEntries(names.map((name) => [name, `value of ${name}`]));
      const key = await t.created({ a: "1" });
      same(await t.store.patch(key, { set: fields }), ok(2), "many fields are one change");
      await hasFields(t.store, key, { ...fields, a: "1" }, "all of them are there");
      same(await t.store.patch(key, { unset: names }), ok(3), "many fields are one change");
      await hasFields(t.store, key, { a: "1" }, "all of them are removed");
    },
  },
  {
    name: "patch leaves other records alone",
    async run(t) {
      const [one, other] = [await t.created({ a: "1" }), await t.created({ a: "1" })];
      await t.store.patch(one, { set: { a: "2" }, unset: ["b"], expiresAt: t.farOff + 1 });
      const record = await t.store.read(other);
      holds(
        record?.version === 1 && record.expiresAt === t.farOff,
        "another record keeps its version and deadline",
      );
      await hasFields(t.store, other, { a: "1" }, "another record keeps its fields");
      await t.store.delete(one);
      await isGone(t.store, one, "the deleted record is gone");
    },
  },
];
