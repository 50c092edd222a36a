import { deepEqual, equal, ok } from "node:assert/strict";
import type { TestCase } from "@sess/conformance";
import { World } from "../support/world.js";

const LEAST_BYTES = 65_536;

/** Adds sessions, and reads each of them. */
async function keep(w: World, keys: readonly string[], text = "1"): Promise<void> {
  for (const key of keys) {
    w.add(key, { n: "1", text });
    await w.cache.read(key);
  }
}

function inMemory(w: World, keys: readonly string[]): string[] {
  return keys.filter((key) => w.served(key) !== undefined);
}

const TEN = Array.from({ length: 10 }, (_, i) => `session ${i}`);

/** Memory is bounded, whatever comes. */
export const bounds: readonly TestCase[] = [
  {
    name: "there are never more than maxEntries",
    async run() {
      const w = await World.leased({ maxEntries: 3 });
      await keep(w, TEN);
      equal(w.cache.report().entries, 3);
      equal(w.cache.report().evicted, 7);
      deepEqual(inMemory(w, TEN), TEN.slice(-3));
    },
  },
  {
    name: "what was asked for is spared once",
    async run() {
      const w = await World.leased({ maxEntries: 3 });
      await keep(w, ["a", "b", "c"]);
      equal(w.served("a"), 1);
      await keep(w, ["d", "e"]);
      deepEqual(inMemory(w, ["b", "c"]), []);
      await keep(w, ["f"]);
      deepEqual(inMemory(w, ["d"]), [], "the hand goes on from where it was");
      deepEqual(inMemory(w, ["e", "f"]), ["e", "f"]);
      await keep(w, ["g"]);
      deepEqual(inMemory(w, ["a", "e", "f", "g"]), ["e", "f", "g"], "and comes round again");
    },
  },
  {
    name: "the hand goes past what has gone by itself",
    async run() {
      const w = await World.leased({ maxEntries: 3 });
      await keep(w, ["a", "b", "c"]);
      equal(w.served("a"), 1);
      await keep(w, ["d"]);
      equal(w.cache.report().evicted, 1, "b went, and the hand is at c");
      await w.cache.delete("c");
      await keep(w, ["e", "f"]);
      equal(w.cache.report().evicted, 2, "it goes on to d");
      deepEqual(inMemory(w, ["e", "f"]), ["e", "f"]);
      await keep(w, ["g", "h"]);
      equal(w.cache.report().evicted, 4, "then to a, and past where c was");
      deepEqual(inMemory(w, ["a", "e", "f", "g", "h"]), ["f", "g", "h"]);
    },
  },
  {
    name: "one goes even when all were asked for",
    async run() {
      const w = await World.leased({ maxEntries: 3 });
      await keep(w, ["a", "b", "c"]);
      equal(inMemory(w, ["a", "b", "c"]).length, 3);
      await keep(w, ["d"]);
      deepEqual(inMemory(w, ["a", "b", "c", "d"]), ["b", "c", "d"]);
    },
  },
  {
    name: "together they never take more than maxBytes",
    async run() {
      const w = await World.leased({ maxBytes: LEAST_BYTES });
      await keep(w, TEN, "x".repeat(10_000));
      const { entries, evicted, bytes } = w.cache.report();
      deepEqual({ entries, evicted }, { entries: 6, evicted: 4 });
      ok(bytes <= LEAST_BYTES && bytes > 60_000);
    },
  },
  {
    name: "one that is large takes the place of several",
    async run() {
      const w = await World.leased({ maxBytes: LEAST_BYTES });
      await keep(w, TEN.slice(0, 6), "x".repeat(10_000));
      await keep(w, ["large"], "x".repeat(60_000));
      equal(w.cache.report().entries, 1);
      equal(w.served("large"), 1);
    },
  },
  {
    name: "one that would not fit alone is not kept, costs no other its place, and nothing older stays in its place",
    async run() {
      const w = await World.leased({ maxBytes: LEAST_BYTES });
      await keep(w, ["a", "b"]);
      w.server.patch("a", { set: { text: "x".repeat(LEAST_BYTES) } });
      await w.cache.read("a");
      deepEqual(inMemory(w, ["a", "b"]), ["b"]);
      equal(w.cache.report().evicted, 0);
    },
  },
  {
    name: "text that is not Latin takes twice the room",
    async run() {
      const w = await World.leased({ maxBytes: LEAST_BYTES });
      await keep(w, TEN, "日".repeat(10_000));
      equal(w.cache.report().entries, 3);
    },
  },
  {
    name: "what has gone takes no room, whichever way it went",
    async run() {
      const w = await World.leased({ maxEntries: 5 });
      await keep(w, TEN);
      const [newest = "", ...others] = TEN.slice(-5).reverse();
      const one = w.cache.report().bytes / 5;
      await w.cache.read(newest);
      equal(w.cache.report().bytes, 5 * one, "the same record in its own place");
      w.change(newest);
      w.connection.deliver();
      equal(w.cache.report().bytes, 4 * one);
      for (const key of others) await w.cache.delete(key);
      equal(w.cache.report().bytes, 0);
      equal(w.cache.report().entries, 0);
    },
  },
];
