import { equal } from "node:assert/strict";
import type { TestCase } from "@sess/conformance";
import { KEY, MAX_STALE_MS, turn, World } from "../support/world.js";

/** Each primary has a source of its own, and keys move from one to another. */
export const cluster: readonly TestCase[] = [
  {
    name: "race 13: the key moves to another server while an answer is on its way",
    async run() {
      const w = await World.leased();
      w.node.connect(1);
      const { call } = w.ask();
      call.arrive();
      w.server.move(KEY, 1);
      w.change();
      call.reply();
      await w.lease();
      equal(w.served(), undefined);
    },
  },
  {
    name: "race 13: the key moves to another server while it is in memory",
    async run() {
      const w = await World.kept();
      w.node.connect(1);
      w.server.move(KEY, 1);
      w.change();
      await w.lease();
      equal(w.served(), undefined);
      await w.cache.read(KEY);
      equal(w.served(), 2);
    },
  },
  {
    name: "race 13: the key moves away, changes there, and comes back",
    async run() {
      const w = await World.kept();
      w.server.move(KEY, 1);
      w.change();
      w.server.move(KEY, 0);
      await w.lease();
      equal(w.served(), undefined);
    },
  },
  {
    name: "race 13: the key moves away and back while an answer is on its way",
    async run() {
      const w = await World.leased();
      const { call } = w.ask();
      call.arrive();
      w.server.move(KEY, 1);
      w.change();
      w.server.move(KEY, 0);
      call.reply();
      await w.lease();
      equal(w.served(), undefined);
    },
  },
  {
    name: "race 5: of two servers one falls silent: the keys of the other are still answered from memory",
    async run() {
      const w = await World.kept();
      w.server.move("far", 1);
      w.add("far");
      const far = w.node.connect(1);
      await w.lease("far");
      await w.cache.read("far");
      equal(w.served("far"), 1);
      far.prompt = false;
      await w.passBusily(MAX_STALE_MS);
      equal(w.served("far"), undefined);
      equal(w.served(), 1);
      far.arrive();
      far.deliver();
      await turn();
      equal(w.served("far"), 1, "it has spoken again, and nothing was lost");
    },
  },
  {
    name: "race 6: of two servers one is out of reach: the keys of the other are still answered from memory",
    async run() {
      const w = await World.kept();
      w.server.move("far", 1);
      w.add("far");
      equal(w.served("far"), undefined);
      equal(w.cache.report().bypasses.no_connection, 1);
      await w.cache.read("far");
      w.node.connect(1);
      await w.lease("far");
      equal(w.served("far"), undefined, "it was read when its changes could not be heard");
      equal(w.served(), 1);
    },
  },
];
