import { equal } from "node:assert/strict";
import type { TestCase } from "@sess/conformance";
import { KEY, MAX_STALE_MS, World } from "../support/world.js";

const HOUR_MS = 3_600_000;

/** Clocks are set, and machines stand still. */
export const clocks: readonly TestCase[] = [
  {
    name: "a machine that stood still finds its lease at an end, though the monotonic clock stood still with it",
    async run() {
      const w = await World.kept();
      w.connection.fallSilent();
      w.change();
      w.clock.freeze(MAX_STALE_MS);
      equal(w.served(), undefined);
    },
  },
  {
    name: "a clock that is set back makes no lease longer",
    async run() {
      const w = await World.kept();
      w.connection.fallSilent();
      w.change();
      w.clock.set(-HOUR_MS);
      w.time.pass(MAX_STALE_MS - 1);
      equal(w.served(), 1);
      w.time.pass(1);
      equal(w.served(), undefined);
    },
  },
  {
    name: "a clock that is set forward ends the lease, and the next one is as long as any",
    async run() {
      const w = await World.kept();
      w.clock.set(HOUR_MS / 2);
      equal(w.served(), undefined);
      w.time.pass(MAX_STALE_MS / 4);
      await w.lease();
      equal(w.served(), 1);
    },
  },
  {
    name: "after a clock was set back and forward again, leases are granted and hold as before",
    async run() {
      const w = await World.kept();
      w.clock.set(-HOUR_MS);
      await w.passBusily(MAX_STALE_MS);
      equal(w.served(), 1);
      w.clock.set(HOUR_MS);
      await w.passBusily(MAX_STALE_MS);
      equal(w.served(), 1);
      w.connection.prompt = false;
      w.time.pass(MAX_STALE_MS);
      equal(w.served(), undefined);
    },
  },
  {
    name: "race 11: a clock that is set back lets no session live longer",
    async run() {
      const w = await World.leased();
      w.add("brief", { n: "1" }, 5 * MAX_STALE_MS);
      await w.cache.read("brief");
      w.clock.set(-HOUR_MS);
      await w.passBusily(5 * MAX_STALE_MS - 1, "brief");
      equal(w.served("brief"), 1);
      w.time.pass(1);
      equal(w.served("brief"), undefined);
    },
  },
  {
    name: "race 11: a session whose machine stood still ends by the clock that did not",
    async run() {
      const w = await World.kept();
      w.clock.freeze(HOUR_MS);
      w.time.pass(MAX_STALE_MS / 4);
      await w.lease();
      equal(w.served(), undefined);
      equal(w.cache.report().misses, 1, "there is a lease again");
      equal(await w.cache.read(KEY), undefined);
    },
  },
];
