import { equal } from "node:assert/strict";
import type { TestCase } from "@sess/conformance";
import { MAX_STALE_MS, turn, World } from "../support/world.js";

/** Memory may answer as long as there is proof, not older than maxStaleMs, that everything has been heard. */
export const lease: readonly TestCase[] = [
  {
    name: "the first question of a process has no lease, and asks for one",
    async run() {
      const w = new World();
      w.add();
      equal(w.cache.report().leaseAgeMs, undefined);
      equal(w.served(), undefined);
      equal(w.connection.asked, 1);
      equal(w.cache.report().bypasses.no_lease, 1);
      equal(w.cache.report().leaseAgeMs, undefined);
    },
  },
  {
    name: "it counts from the question, and not from the answer",
    async run() {
      const w = await World.kept();
      w.connection.prompt = false;
      w.time.pass(MAX_STALE_MS);
      equal(w.served(), undefined);
      w.time.pass(MAX_STALE_MS - 100);
      equal(w.served(), undefined);
      w.connection.arrive();
      w.connection.deliver();
      await turn();
      equal(w.served(), 1);
      equal(w.cache.report().leaseAgeMs, MAX_STALE_MS - 100);
      w.time.pass(100);
      equal(w.served(), undefined);
    },
  },
  {
    name: "it ends after maxStaleMs to the millisecond",
    async run() {
      const w = await World.kept();
      w.connection.prompt = false;
      w.time.pass(MAX_STALE_MS - 1);
      equal(w.served(), 1);
      w.time.pass(1);
      equal(w.served(), undefined);
      equal(w.cache.report().leaseAgeMs, MAX_STALE_MS);
    },
  },
  {
    name: "an answer that took maxStaleMs is none",
    async run() {
      const w = await World.kept();
      w.connection.prompt = false;
      w.time.pass(MAX_STALE_MS);
      equal(w.served(), undefined);
      w.time.pass(MAX_STALE_MS);
      w.connection.arrive();
      w.connection.deliver();
      await turn();
      equal(w.served(), undefined);
    },
  },
  {
    name: "a barrier that was refused proves nothing, and the next one is asked for in time",
    async run() {
      const w = await World.kept();
      w.connection.prompt = false;
      w.time.pass(MAX_STALE_MS);
      equal(w.served(), undefined);
      w.connection.refuse();
      await turn();
      equal(w.served(), undefined);
      w.time.pass(MAX_STALE_MS / 4);
      w.connection.prompt = true;
      await w.lease();
      equal(w.served(), 1);
    },
  },
  {
    name: "a barrier that throws at once does no harm",
    async run() {
      const w = await World.kept();
      const source = w.connection.sourceFor(0);
      source.barrier = () => {
        throw new Error("no barrier");
      };
      await w.passBusily(MAX_STALE_MS);
      equal(w.served(), undefined);
    },
  },
  {
    name: "barriers are asked for one at a time, and not more often than four times in maxStaleMs",
    async run() {
      const w = await World.kept();
      equal(w.connection.asked, 1);
      w.time.pass(MAX_STALE_MS / 4 - 1);
      await w.lease();
      equal(w.connection.asked, 1);
      w.time.pass(1);
      await w.lease();
      equal(w.connection.asked, 2);
      w.connection.prompt = false;
      await w.passBusily(10 * MAX_STALE_MS);
      equal(w.connection.asked, 3, "the third has no answer yet");
    },
  },
  {
    name: "as long as requests come and answers, memory answers all of them",
    async run() {
      const w = await World.kept();
      const before = w.cache.report();
      await w.passBusily(100 * MAX_STALE_MS);
      const { hits, misses, bypasses } = w.cache.report();
      equal(hits - before.hits, 400);
      equal(misses, before.misses);
      equal(bypasses.no_lease, before.bypasses.no_lease);
    },
  },
  {
    name: "an idle process asks nothing; after the pause memory is as good as before, with a new lease",
    async run() {
      const w = await World.kept();
      w.time.pass(600_000);
      await turn();
      equal(w.connection.asked, 1);
      equal(w.served(), undefined);
      equal(w.connection.asked, 2);
      await turn();
      equal(w.served(), 1);
    },
  },
  {
    name: "a barrier that was asked for before a session was read is no proof of what changed since",
    async run() {
      const w = await World.kept();
      w.connection.prompt = false;
      w.time.pass(MAX_STALE_MS / 2);
      equal(w.served(), 1, "asks");
      w.connection.arrive();
      w.change();
      w.time.pass(MAX_STALE_MS / 2 - 1);
      w.connection.deliver(1);
      await turn();
      equal(w.served(), 1, "the change is younger than the proof");
      w.time.pass(MAX_STALE_MS / 2);
      equal(w.served(), 1);
      w.time.pass(1);
      equal(w.served(), undefined);
    },
  },
];
