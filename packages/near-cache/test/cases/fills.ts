import { equal, rejects } from "node:assert/strict";
import type { TestCase } from "@sess/conformance";
import { KEY, turn, World } from "../support/world.js";

/** An answer of the store is on its way, and the session changes. */
export const fills: readonly TestCase[] = [
  {
    name: "race 1: the answer and the news come in one turn, the answer first",
    async run() {
      const w = await World.leased();
      const { call, answer } = w.ask();
      call.arrive();
      w.change();
      call.reply();
      w.connection.deliver();
      equal((await answer)?.fields["n"], "1", "who asked gets what the store said");
      equal(w.served(), undefined);
      equal(w.cache.report().poisoned, 1);
    },
  },
  {
    name: "race 1: the answer comes, and the news a turn later",
    async run() {
      const w = await World.leased();
      const { call } = w.ask();
      call.arrive();
      w.change();
      call.reply();
      await turn();
      equal(w.served(), 1, "nothing is known of the change yet");
      w.connection.deliver();
      equal(w.served(), undefined);
      equal(w.cache.report().invalidated, 1);
    },
  },
  {
    name: "race 2: the news overtake the answer",
    async run() {
      const w = await World.leased();
      const { call } = w.ask();
      call.arrive();
      w.end();
      w.connection.deliver();
      await turn();
      call.reply();
      await turn();
      equal(w.served(), undefined);
    },
  },
  {
    name: "race 1: the news come in two halves, and the answer in between",
    async run() {
      const w = await World.leased();
      const { call } = w.ask();
      call.arrive();
      w.change();
      w.connection.tear();
      w.connection.deliver();
      call.reply();
      await turn();
      w.connection.mend();
      equal(w.served(), undefined);
    },
  },
  {
    name: "news that came before the question do not concern its answer",
    async run() {
      const w = await World.leased();
      w.change();
      w.connection.deliver();
      const { call } = w.ask();
      call.reply();
      await turn();
      equal(w.served(), 2);
    },
  },
  {
    name: "news of another session do not concern the answer",
    async run() {
      const w = await World.leased();
      w.add("other");
      const { call } = w.ask();
      w.change("other");
      w.connection.deliver();
      call.reply();
      await turn();
      equal(w.served(), 1);
    },
  },
  {
    name: "race 1: of two who read at once, none is kept when news come; who asks afterwards is not concerned",
    async run() {
      const w = await World.leased();
      const [first, second] = [w.ask(), w.ask()];
      first.call.arrive();
      second.call.arrive();
      w.change();
      first.call.reply();
      w.connection.deliver();
      await turn();
      const third = w.ask();
      second.call.reply();
      await turn();
      equal(w.served(), undefined, "both answers are from before the change");
      third.call.reply();
      await turn();
      equal(w.served(), 2);
    },
  },
  {
    name: "race 1: who joins a read that is under way, and is answered first, leaves the other exposed to news",
    async run() {
      const w = await World.leased();
      const [slow, quick] = [w.ask(), w.ask()];
      slow.call.arrive();
      quick.call.reply();
      await turn();
      w.change();
      w.connection.deliver();
      await turn();
      slow.call.reply();
      await turn();
      equal(w.served(), undefined);
    },
  },
  {
    name: "a read that fails leaves nothing behind",
    async run() {
      const w = await World.leased();
      const { call, answer } = w.ask();
      call.fail();
      await rejects(answer, /the connection broke/);
      equal(w.served(), undefined);
      await w.cache.read(KEY);
      equal(w.served(), 1);
    },
  },
];
