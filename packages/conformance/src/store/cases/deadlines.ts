import { hasFields, isGone, same } from "../check.js";
import type { Scenario, Trial } from "../trial.js";

/** A record whose deadline has passed, and which nobody has looked at since. */
async function expired(t: Trial): Promise<string> {
  const { deadline, value: key } = await t.before(async (expiresAt) => {
    const key = t.key();
    same(await t.store.create(key, { ...t.record({ old: "1" }), expiresAt }), true, "create returns true");
    return key;
  });
  await t.pass(deadline);
  return key;
}

export const deadlines: readonly Scenario[] = [
  {
    name: "a record lives until its deadline, and is missing from then on (7.4.1, 14.2.7)",
    async run(t) {
      const { deadline, value: key } = await t.before(async (expiresAt) => {
        const key = t.key();
        await t.store.create(key, { ...t.record({ a: "1" }), expiresAt });
        if (t.clock.exact) await t.pass(expiresAt - 1);
        await hasFields(t.store, key, { a: "1" }, "a record lives until its deadline");
        return key;
      });
      await t.pass(deadline);
      same(await t.store.read(key), undefined, "a record is missing from its deadline on");
      await isGone(t.store, key, "an expired record is gone for every call");
    },
  },
  {
    name: "patch of an expired record is gone, and does not bring it back (V-01, T-10)",
    async run(t) {
      const key = await expired(t);
      const change = { set: { a: "1" }, unset: ["old"], expiresAt: t.farOff };
      same(await t.store.patch(key, change), { status: "gone" }, "an expired record is gone");
      same(await t.store.read(key), undefined, "a patch does not bring it back");
    },
  },
  {
    name: "patch of an expired record at its version is gone",
    async run(t) {
      const key = await expired(t);
      same(await t.store.patch(key, { expiresAt: t.farOff, ifVersion: 1 }), { status: "gone" }, "it is gone");
      same(await t.store.read(key), undefined, "a patch does not bring it back");
    },
  },
  {
    name: "patch of an expired record at another version is gone, and no conflict",
    async run(t) {
      same(
        await t.store.patch(await expired(t), { ifVersion: 2 }),
        { status: "gone" },
        "gone comes before conflict",
      );
    },
  },
  {
    name: "delete of an expired record is gone",
    async run(t) {
      same(await t.store.delete(await expired(t)), "gone", "an expired record is gone");
      same(await t.store.delete(await expired(t), { ifVersion: 1 }), "gone", "at its version too");
      same(await t.store.delete(await expired(t), { ifVersion: 2 }), "gone", "gone comes before conflict");
    },
  },
  {
    name: "create over an expired record works, and keeps nothing of it",
    async run(t) {
      const key = await expired(t);
      same(await t.store.create(key, t.record({ new: "1" })), true, "an expired record is no obstacle");
      const record = await t.store.read(key);
      same(record?.version, 1, "a new record is at version 1");
      same(record?.expiresAt, t.farOff, "a new record has its own deadline");
      await hasFields(t.store, key, { new: "1" }, "a new record has its own fields");
    },
  },
  {
    name: "a record created with a deadline in the past, or at this moment, is missing",
    async run(t) {
      // A store with its own clock may be a moment behind.
      for (const ago of t.clock.exact ? [0, 1, 1000] : [1000, 3_600_000]) {
        const key = t.key();
        const record = { ...t.record({ old: "1" }), expiresAt: t.clock.now() - ago };
        same(await t.store.create(key, record), true, "create returns true: no live record was in its way");
        same(await t.store.read(key), undefined, "the record is missing");
        await isGone(t.store, key, "the record is gone for every call");
        same(await t.store.create(key, t.record({ a: "1" })), true, "its key is free");
        await hasFields(t.store, key, { a: "1" }, "a later record keeps nothing of it");
      }
    },
  },
  {
    name: "a deadline can be moved later",
    async run(t) {
      const { deadline, value: key } = await t.before(async (expiresAt) => {
        const key = t.key();
        await t.store.create(key, { ...t.record({ a: "1" }), expiresAt });
        const outcome = await t.store.patch(key, { expiresAt: t.farOff });
        same(outcome, { status: "ok", version: 1 }, "the version stays when only the deadline moves");
        return key;
      });
      await t.pass(deadline);
      await hasFields(t.store, key, { a: "1" }, "the record lives past its first deadline");
      const record = await t.store.read(key);
      same(
        [record?.version, record?.expiresAt],
        [1, t.farOff],
        "version and deadline are as patch left them",
      );
    },
  },
  {
    name: "a deadline can be moved earlier",
    async run(t) {
      const { deadline, value: key } = await t.before(async (expiresAt) => {
        const key = await t.created();
        same(await t.store.patch(key, { expiresAt }), { status: "ok", version: 1 }, "the record is live");
        same((await t.store.read(key))?.expiresAt, expiresAt, "read returns the new deadline");
        return key;
      });
      await t.pass(deadline);
      await isGone(t.store, key, "the record is missing from its new deadline on");
    },
  },
  {
    name: "a deadline can be moved to the past, which ends the record",
    async run(t) {
      const key = await t.created();
      same(
        await t.store.patch(key, { expiresAt: t.clock.now() - 1000 }),
        { status: "ok", version: 1 },
        "it was live",
      );
      await isGone(t.store, key, "the record is missing from its new deadline on");
      same(await t.store.create(key, t.record({ a: "1" })), true, "its key is free");
      await hasFields(t.store, key, { a: "1" }, "a later record keeps nothing of it");
    },
  },
  {
    name: "a patch moves fields and deadline together",
    async run(t) {
      const key = await t.created({ a: "1" });
      const change = { set: { b: "2" }, unset: ["a"], expiresAt: t.farOff + 1000 };
      same(await t.store.patch(key, change), { status: "ok", version: 2 }, "one call is one version");
      same((await t.store.read(key))?.expiresAt, t.farOff + 1000, "the deadline has moved");
      await hasFields(t.store, key, { b: "2" }, "the fields have changed");
    },
  },
  {
    name: "a patch of fields alone leaves the deadline (V-05)",
    async run(t) {
      const { deadline, value: key } = await t.before(async (expiresAt) => {
        const key = t.key();
        await t.store.create(key, { ...t.record(), expiresAt });
        same(
          await t.store.patch(key, { set: { a: "1" } }),
          { status: "ok", version: 2 },
          "the record is live",
        );
        same((await t.store.read(key))?.expiresAt, expiresAt, "the deadline stays");
        return key;
      });
      await t.pass(deadline);
      await isGone(t.store, key, "the record is missing from its deadline on");
    },
  },
  {
    name: "the deadline of a deleted record does not end its successor",
    async run(t) {
      const { deadline, value: key } = await t.before(async (expiresAt) => {
        const key = t.key();
        await t.store.create(key, { ...t.record(), expiresAt });
        same(await t.store.delete(key), "ok", "the record was live");
        same(await t.store.create(key, t.record({ a: "1" })), true, "the key is free");
        return key;
      });
      await t.pass(deadline);
      await hasFields(t.store, key, { a: "1" }, "a record lives until its own deadline");
    },
  },
  {
    name: "records expire each at its own time",
    async run(t) {
      const stays = await t.created({ a: "1" });
      const goes = await expired(t);
      await hasFields(t.store, stays, { a: "1" }, "a record lives until its own deadline");
      await isGone(t.store, goes, "and no longer");
    },
  },
];
