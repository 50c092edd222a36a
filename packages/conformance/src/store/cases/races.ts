import type { DeleteOutcome, PatchOutcome, SessionStore } from "@sess/core";
import { hasFields, holds, isGone, same, tally } from "../check.js";
import type { Scenario, Trial } from "../trial.js";

const WRITERS = 64;
const ROUNDS = 20;

/** Starts `count` calls at once, in turn through the store and its peer. */
function atOnce<T>(
  t: Trial,
  count: number,
  call: (store: SessionStore, i: number) => Promise<T>,
): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => call(i % 2 === 0 ? t.store : t.peer, i)));
}

export const races: readonly Scenario[] = [
  {
    name: "parallel writers of different fields lose nothing, removals included (15.4.1)",
    async run(t) {
      const old = Array.from({ length: WRITERS / 2 }, (_, i) => [`old ${i}`, "1"] as const);
      const key = await t.created(Object.fromEntries(old));
      const outcomes = await atOnce(t, WRITERS, (store, i) =>
        store.patch(
          key,
          i < WRITERS / 2 ? { set: { [`new ${i}`]: String(i) } } : { unset: [`old ${i - WRITERS / 2}`] },
        ),
      );
      const expected = Array.from({ length: WRITERS / 2 }, (_, i) => [`new ${i}`, String(i)] as const);
      await hasFields(t.store, key, Object.fromEntries(expected), "every set and every unset survives");
      const versions = outcomes.map((outcome) => (outcome.status === "ok" ? outcome.version : 0));
      same(
        versions.sort((a, b) => a - b),
        Array.from({ length: WRITERS }, (_, i) => i + 2),
        "each patch has a version of its own",
      );
    },
  },
  {
    name: "parallel writers and touches lose nothing",
    async run(t) {
      const key = await t.created({});
      const deadline = t.farOff + 1000;
      await atOnce(t, WRITERS, (store, i) =>
        store.patch(key, i % 4 === 0 ? { expiresAt: deadline } : { set: { [`field ${i}`]: "1" } }),
      );
      const record = await t.store.read(key);
      same(Object.keys(record?.fields ?? {}).length, WRITERS - WRITERS / 4, "every field survives");
      same(
        [record?.version, record?.expiresAt],
        [1 + WRITERS - WRITERS / 4, deadline],
        "so does the deadline",
      );
    },
  },
  {
    name: "of parallel creates exactly one wins (7.2.3, 15.4.2)",
    async run(t) {
      for (let round = 0; round < ROUNDS; round++) {
        const key = t.key();
        const created = await atOnce(t, 8, (store, i) => store.create(key, t.record({ writer: String(i) })));
        same(tally(created), { true: 1, false: 7 }, "one create is true");
        const winner = { writer: String(created.indexOf(true)) };
        await hasFields(t.store, key, winner, "the record is the one whose create was true");
      }
    },
  },
  {
    name: "of parallel patches of one version exactly one counts (T-12, 15.4.2)",
    async run(t) {
      for (let round = 0; round < ROUNDS; round++) {
        const key = await t.created({});
        const outcomes = await atOnce(t, 8, (store, i) =>
          store.patch(key, { set: { writer: `${i}` }, ifVersion: 1 }),
        );
        same(tally(outcomes), { ok: 1, conflict: 7 }, "one patch is ok");
        const winner = outcomes.findIndex((outcome) => outcome.status === "ok");
        await hasFields(t.store, key, { writer: String(winner) }, "its field is the one that is stored");
      }
    },
  },
  {
    name: "a counter that retries on conflict counts everything",
    async run(t) {
      const key = await t.created({ count: "0" });
      await atOnce(t, 32, async (store) => {
        let outcome: PatchOutcome = { status: "conflict" };
        while (outcome.status === "conflict") {
          const record = await store.read(key);
          const count = String(Number(record?.fields["count"]) + 1);
          outcome = await store.patch(key, { set: { count }, ifVersion: record?.version ?? 0 });
        }
      });
      await hasFields(t.store, key, { count: "32" }, "every increment counts");
    },
  },
  {
    name: "of parallel deletes exactly one is ok",
    async run(t) {
      for (let round = 0; round < ROUNDS; round++) {
        const key = await t.created();
        same(tally(await atOnce(t, 8, (store) => store.delete(key))), { ok: 1, gone: 7 }, "one delete is ok");
        await isGone(t.store, key, "the record is gone");
      }
    },
  },
  {
    name: "of two claims of one version exactly one is ok",
    async run(t) {
      for (let round = 0; round < ROUNDS; round++) {
        const key = await t.created();
        const claims = await atOnce(t, 2, (store) => store.delete(key, { ifVersion: 1 }));
        same(tally(claims), { ok: 1, gone: 1 }, "one claim is ok");
      }
    },
  },
  {
    name: "a claim against a writer: one of them sees the other (15.4.2)",
    async run(t) {
      for (let round = 0; round < ROUNDS; round++) {
        const key = await t.created({});
        const claim = (): Promise<string> => t.store.delete(key, { ifVersion: 1 });
        const write = async (): Promise<string> => (await t.peer.patch(key, { set: { a: "1" } })).status;
        const [first, second] = round % 2 === 0 ? [claim, write] : [write, claim];
        const outcome = (await Promise.all([first(), second()])).sort().join();
        holds(
          ["gone,ok", "conflict,ok"].includes(outcome),
          `claim and write cannot both count, but were ${outcome}`,
        );
        if (outcome === "conflict,ok")
          await hasFields(t.store, key, { a: "1" }, "a failed claim loses no write");
        else await isGone(t.store, key, "a claimed record is gone");
      }
    },
  },
  {
    name: "a delete among patches is final (V-01, T-10, 15.4.1)",
    async run(t) {
      for (let round = 0; round < ROUNDS; round++) {
        const key = await t.created({ a: "1" });
        const outcomes = await atOnce<DeleteOutcome | PatchOutcome>(t, 16, (store, i) =>
          i === 5
            ? store.delete(key)
            : store.patch(key, { set: { [`field ${i}`]: "1" }, expiresAt: t.farOff + i }),
        );
        same(outcomes[5], "ok", "the record was live");
        holds(tally(outcomes)["conflict"] === undefined, "a patch without ifVersion knows no conflict");
        await isGone(t.store, key, "what was deleted stays gone, whatever was under way");
        same(await t.store.create(key, t.record({ b: "2" })), true, "the key is free");
        await hasFields(t.store, key, { b: "2" }, "no field of the old record comes back");
      }
    },
  },
  {
    name: "a delete and a create at once end as if one came after the other",
    async run(t) {
      for (let round = 0; round < ROUNDS; round++) {
        const key = await t.created({ old: "1" });
        const create = (): Promise<unknown> => t.peer.create(key, t.record({ new: "1" }));
        const remove = (): Promise<unknown> => t.store.delete(key);
        const outcomes =
          round % 2 === 0
            ? await Promise.all([create(), remove()])
            : (await Promise.all([remove(), create()])).reverse();
        const [created, removed] = outcomes;
        same(removed, "ok", "there was a record to delete");
        if (created === true) await hasFields(t.store, key, { new: "1" }, "the new record is whole");
        else await isGone(t.store, key, "the create was refused, so nothing is left");
      }
    },
  },
  {
    name: "a create and a patch at once end as if one came after the other",
    async run(t) {
      for (let round = 0; round < ROUNDS; round++) {
        const key = t.key();
        const [created, patched] = await Promise.all([
          t.store.create(key, t.record({ a: "1" })),
          t.peer.patch(key, { set: { b: "2" } }),
        ]);
        same(created, true, "there was no record");
        const late = patched.status === "ok";
        same(
          patched,
          late ? { status: "ok", version: 2 } : { status: "gone" },
          "the patch came first, or last",
        );
        await hasFields(t.store, key, late ? { a: "1", b: "2" } : { a: "1" }, "the record is whole");
      }
    },
  },
];
