import { equal, ok } from "node:assert/strict";
import type { StoredRecord } from "@sess/core";
import type { TestCase } from "@sess/conformance";
import { KEY, LIFE_MS, turn, World } from "../support/world.js";

/** What the store said, and what is kept of it. */
export const answers: readonly TestCase[] = [
  {
    name: "race 7: two answers come in the wrong order: the older one does not take the newer one's place",
    async run() {
      const w = await World.leased();
      const [older, newer] = [w.ask(), w.ask()];
      older.call.arrive();
      w.change();
      newer.call.reply();
      await turn();
      equal(w.served(), 2);
      older.call.reply();
      await turn();
      ok(w.served() !== 1);
    },
  },
  {
    name: "race 7: nor does the next older one after it",
    async run() {
      const w = await World.leased();
      const [first, second, newer] = [w.ask(), w.ask(), w.ask()];
      first.call.arrive();
      second.call.arrive();
      w.change();
      newer.call.reply();
      await turn();
      first.call.reply();
      await turn();
      second.call.reply();
      await turn();
      ok(w.served() !== 1);
    },
  },
  {
    name: "race 7: a process that was told that a session is gone does not serve it again, when an older answer comes",
    async run() {
      const w = await World.leased();
      const [older, newer] = [w.ask(), w.ask()];
      older.call.arrive();
      w.end();
      newer.call.reply();
      equal(await newer.answer, undefined);
      older.call.reply();
      await turn();
      equal(w.served(), undefined);
    },
  },
  {
    name: "race 7: a record that begins anew at version 1, where nobody heard the old one end, is believed",
    async run() {
      const w = await World.leased();
      const fields = { n: "1" };
      w.add("brief", fields, 2 * LIFE_MS);
      w.change("brief");
      w.change("brief");
      await w.cache.read("brief");
      equal(w.served("brief"), 3);
      w.server.patch("brief", { expiresAt: w.time.ms });
      w.add("brief", { n: "9" });
      equal((await w.cache.read("brief"))?.version, 1);
      ok(w.served("brief") !== 3, "the store has said that this is over");
      await w.cache.read("brief");
      equal(w.served("brief"), 9);
    },
  },
  {
    name: "race 14: all who ask are handed one object, which nobody can change",
    async run() {
      const w = await World.leased();
      const read = await w.cache.read(KEY);
      const record = w.cache.near.peek(KEY);
      equal(record, read);
      equal(w.cache.near.peek(KEY), record);
      ok(record && Object.isFrozen(record) && Object.isFrozen(record.fields));
      equal(Reflect.set(record, "version", 9), false);
      equal(Reflect.set(record.fields, "n", "9"), false);
      equal(Reflect.set(record.fields, "role", "admin"), false);
      equal(Reflect.deleteProperty(record.fields, "n"), false);
      equal(w.served(), 1);
    },
  },
  {
    name: "race 15: that there is no such session is not remembered",
    async run() {
      const w = await World.leased();
      for (let guess = 0; guess < 100; guess++) equal(await w.cache.read(`guess ${guess}`), undefined);
      equal(w.cache.report().entries, 0);
      equal(w.cache.report().bytes, 0);
      w.add("guess 7");
      equal(w.served("guess 7"), undefined);
      equal((await w.cache.read("guess 7"))?.fields["n"], "1");
      equal(w.served("guess 7"), 1);
    },
  },
  {
    name: "race 15: a session of which the store says that it is gone leaves memory",
    async run() {
      const w = await World.kept();
      w.end();
      equal(await w.cache.read(KEY), undefined);
      equal(w.served(), undefined);
      equal(w.cache.report().entries, 0);
    },
  },
  {
    name: "read asks the store, whatever memory knows",
    async run() {
      const w = await World.kept();
      w.change();
      equal((await w.cache.read(KEY))?.fields["n"], "2");
      equal(w.served(), 2);
    },
  },
  ...[null, 7, { fields: null }, { fields: { n: 7 } }, { fields: { n: { toString: 1 } }, version: NaN }].map(
    (odd): TestCase => ({
      name: `a store that says ${JSON.stringify(odd)} is not corrected here, and does the cache no harm`,
      async run() {
        const w = await World.kept();
        const before = w.cache.report();
        w.node.read = () => Promise.resolve(odd as unknown as StoredRecord);
        equal(await w.cache.read("odd"), odd);
        w.cache.near.peek("odd");
        await w.cache.delete("odd");
        equal(w.cache.report().bytes, before.bytes);
        equal(w.served(), 1);
      },
    }),
  ),
];
