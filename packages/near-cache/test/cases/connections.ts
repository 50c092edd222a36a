import { equal } from "node:assert/strict";
import type { TestCase } from "@sess/conformance";
import { KEY, MAX_STALE_MS, turn, World } from "../support/world.js";

/** The connection that the news come on breaks, is replaced, or says nothing more. */
export const connections: readonly TestCase[] = [
  {
    name: "race 3: all is forgotten (the source is replaced) while an answer is on its way",
    async run() {
      const w = await World.leased();
      const { call } = w.ask();
      call.arrive();
      w.change();
      w.node.connect();
      call.reply();
      await turn();
      await w.lease();
      equal(w.served(), undefined);
    },
  },
  {
    name: "race 3: all is forgotten while a session is in memory",
    async run() {
      const w = await World.kept();
      w.change();
      w.node.connect();
      await w.lease();
      equal(w.served(), undefined);
      await w.cache.read(KEY);
      equal(w.served(), 2);
    },
  },
  {
    name: "race 4: the connection breaks after the question, and there is another when the answer comes",
    async run() {
      const w = await World.leased();
      const { call } = w.ask();
      call.arrive();
      w.node.disconnect();
      w.change();
      await turn();
      w.node.connect();
      await turn();
      call.reply();
      await turn();
      equal(w.cache.report().entries, 0);
      await w.lease();
      equal(w.served(), undefined, "nobody has heard of the change");
    },
  },
  {
    name: "race 6: what was asked for before there was a connection is not kept",
    async run() {
      const w = await World.leased();
      w.node.disconnect();
      const { call } = w.ask();
      call.arrive();
      w.change();
      w.node.connect();
      call.reply();
      await w.lease();
      equal(w.served(), undefined);
    },
  },
  {
    name: "race 6: what was kept on a connection is out of reach while there is none, and on the next one",
    async run() {
      const w = await World.kept();
      w.node.disconnect();
      equal(w.served(), undefined);
      equal(w.cache.report().bypasses.no_connection, 1);
      w.change();
      w.node.connect();
      equal(w.served(), undefined);
      equal(w.cache.report().bypasses.no_lease, 2, "a new connection has no lease");
      await w.lease();
      equal(w.served(), undefined);
    },
  },
  {
    name: "a connection that comes while nothing is asked is good for what is asked then",
    async run() {
      const w = await World.kept();
      w.node.connect();
      await w.lease();
      await w.cache.read(KEY);
      equal(w.served(), 1);
    },
  },
  {
    name: "race 5: a cable is cut, and nobody notices: memory answers until maxStaleMs are over, and not longer",
    async run() {
      const w = await World.kept();
      w.connection.prompt = false;
      w.connection.fallSilent();
      w.change();
      w.time.pass(MAX_STALE_MS - 1);
      equal(w.served(), 1, "the change is younger than maxStaleMs");
      w.time.pass(1);
      equal(w.served(), undefined);
      w.time.pass(LIFE_OF_A_CABLE_MS);
      equal(w.served(), undefined);
      w.node.connect();
      await w.lease();
      await w.cache.read(KEY);
      equal(w.served(), 2, "it is whole again, and so is the cache");
    },
  },
  {
    name: "race 16: the process hangs while news wait: its first question is answered by the store",
    async run() {
      const w = await World.kept();
      w.change();
      w.time.pass(MAX_STALE_MS);
      equal(w.served(), undefined, "in the very turn in which it goes on");
      await turn();
      equal(w.served(), undefined, "the news came before the barrier");
    },
  },
  {
    name: "a network that stalled, and lost nothing, brings the news before the lease",
    async run() {
      const w = await World.kept();
      w.connection.prompt = false;
      w.time.pass(MAX_STALE_MS / 2);
      equal(w.served(), 1);
      w.change();
      w.time.pass(MAX_STALE_MS / 2);
      equal(w.served(), undefined);
      w.connection.arrive();
      w.connection.deliver();
      await w.lease();
      equal(w.served(), undefined);
    },
  },
];

const LIFE_OF_A_CABLE_MS = 600_000;
