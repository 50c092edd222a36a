import { equal, rejects } from "node:assert/strict";
import type { TestCase } from "@sess/conformance";
import { KEY, World } from "../support/world.js";

/** When the cache begins to listen, and when it stops. */
export const closing: readonly TestCase[] = [
  {
    name: "nobody listens before the first question",
    async run() {
      const w = new World();
      equal(w.node.listeners.ever, 0);
      w.served();
      await w.cache.read(KEY);
      w.served();
      equal(w.node.listeners.ever, 1);
    },
  },
  {
    name: "a read begins to listen before it asks",
    async run() {
      const w = new World();
      w.add();
      const { call } = w.ask();
      equal(w.node.listeners.now, 1);
      call.arrive();
      w.change();
      w.connection.deliver();
      call.reply();
      await w.lease();
      equal(w.served(), undefined);
    },
  },
  {
    name: "close stops listening, and closes the store",
    async run() {
      const w = await World.kept();
      await w.cache.close();
      equal(w.node.listeners.now, 0);
      equal(w.node.closed, 1);
      equal(w.cache.report().entries, 0);
    },
  },
  {
    name: "close before the first question opens nothing",
    async run() {
      const w = new World();
      await w.cache.close();
      equal(w.node.listeners.ever, 0);
      equal(w.node.closed, 1);
    },
  },
  {
    name: "after close nothing is heard, so nothing is kept, and nobody begins to listen again",
    async run() {
      for (const w of [await World.kept(), new World()]) {
        if (w.server.read(KEY) === undefined) w.add();
        await w.cache.close();
        const { ever } = w.node.listeners;
        equal((await w.cache.read(KEY))?.fields["n"], "1", "a late request is answered by the store");
        await w.lease();
        equal(w.served(), undefined);
        equal(w.node.listeners.ever, ever);
      }
    },
  },
  {
    name: "an answer that comes after close is not kept",
    async run() {
      const w = await World.leased();
      const { call, answer } = w.ask();
      await w.cache.close();
      call.reply();
      await answer;
      equal(w.cache.report().entries, 0);
    },
  },
  {
    name: "close may be called twice, and closes once",
    async run() {
      const w = await World.kept();
      await Promise.all([w.cache.close(), w.cache.close()]);
      await w.cache.close();
      equal(w.node.listeners.now, 0);
      equal(w.node.closed, 1);
    },
  },
  {
    name: "a feed that cannot be closed does not keep the store open",
    async run() {
      const w = new World();
      const listen = w.node.listen.bind(w.node);
      w.node.listen = (heard) => ({ ...listen(heard), close: () => Promise.reject(new Error("no")) });
      w.served();
      await rejects(w.cache.close(), /no/);
      equal(w.node.closed, 1);
    },
  },
];
