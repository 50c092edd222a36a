import { equal } from "node:assert/strict";
import type { TestCase } from "@sess/conformance";
import { KEY, LIFE_MS, World } from "../support/world.js";

/** The database does not announce that a session has expired, nor that its deadline has moved. */
export const deadlines: readonly TestCase[] = [
  {
    name: "race 11: a session in memory ends with its deadline, to the millisecond",
    async run() {
      const w = await World.leased();
      w.add("brief", { n: "1" }, 10);
      await w.cache.read("brief");
      w.time.pass(9);
      equal(w.served("brief"), 1);
      w.time.pass(1);
      equal(w.served("brief"), undefined);
      equal(w.cache.report().entries, 0, "and leaves its place");
    },
  },
  {
    name: "race 12: when the deadline has moved, the store is asked at the old one, and the session goes on",
    async run() {
      const w = await World.kept();
      const later = w.time.ms + 2 * LIFE_MS;
      w.server.patch(KEY, { expiresAt: later });
      w.time.pass(LIFE_MS);
      await w.lease();
      equal(w.served(), undefined);
      equal((await w.cache.read(KEY))?.expiresAt, later);
      equal(w.served(), 1);
    },
  },
  {
    name: "race 12: who moves the deadline here finds it moved",
    async run() {
      const w = await World.kept();
      const later = w.time.ms + 2 * LIFE_MS;
      await w.cache.patch(KEY, { expiresAt: later });
      equal(w.served(), undefined);
      await w.cache.read(KEY);
      equal(w.cache.near.peek(KEY)?.expiresAt, later);
    },
  },
  {
    name: "race 11: a session that ends while its answer is on the way is not served",
    async run() {
      const w = await World.leased();
      w.add("brief", { n: "1" }, 10);
      const { call, answer } = w.ask("brief");
      call.arrive();
      w.time.pass(10);
      call.reply();
      await answer;
      equal(w.served("brief"), undefined);
    },
  },
];
