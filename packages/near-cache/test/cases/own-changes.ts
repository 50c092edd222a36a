import { equal, rejects } from "node:assert/strict";
import type { TestCase } from "@sess/conformance";
import { KEY, LIFE_MS, turn, World } from "../support/world.js";

type Change = (w: World) => Promise<unknown>;

/** Changes of this process, and what they may come to. */
const CHANGES: readonly (readonly [string, Change])[] = [
  ["patch", (w) => w.cache.patch(KEY, { set: { n: "2" } })],
  ["delete", (w) => w.cache.delete(KEY)],
  ["delete at a version", (w) => w.cache.delete(KEY, { ifVersion: 1 })],
  ["touch", (w) => w.cache.patch(KEY, { expiresAt: w.time.ms + 2 * LIFE_MS })],
];

/** What this process changes itself, it need not hear of. In these cases no news come at all. */
export const ownChanges: readonly TestCase[] = [
  ...CHANGES.flatMap(([name, change]): TestCase[] => [
    {
      name: `race 9: a ${name} of this process counts from the moment that it is sent`,
      async run() {
        const w = await World.kept();
        const { call, answer } = w.send(() => change(w));
        equal(w.served(), undefined, "before it has reached the server");
        call.reply();
        await answer;
        equal(w.served(), undefined, "and when it is done");
      },
    },
    {
      name: `race 8: an answer from before a ${name} of this process comes while that is on its way`,
      async run() {
        const w = await World.leased();
        const read = w.ask();
        read.call.arrive();
        const { call, answer } = w.send(() => change(w));
        read.call.reply();
        await turn();
        equal(w.served(), undefined);
        call.reply();
        await answer;
        equal(w.served(), undefined);
      },
    },
    {
      name: `race 8: an answer from before a ${name} of this process comes after it`,
      async run() {
        const w = await World.leased();
        const read = w.ask();
        read.call.arrive();
        const { call, answer } = w.send(() => change(w));
        call.reply();
        await answer;
        read.call.reply();
        await turn();
        equal(w.served(), undefined);
      },
    },
    {
      name: `race 8: a read that begins while a ${name} of this process is on its way is not kept beyond it`,
      async run() {
        const w = await World.leased();
        const { call, answer } = w.send(() => change(w));
        const [early, late] = [w.ask(), w.ask()];
        early.call.reply();
        late.call.arrive();
        await turn();
        equal(w.served(), 1, "nobody has been told that it was changed");
        call.reply();
        await answer;
        equal(w.served(), undefined);
        late.call.reply();
        await turn();
        equal(w.served(), undefined, "it is from before the change");
      },
    },
    {
      name: `race 8: a ${name} of this process of which the answer is lost counts as done`,
      async run() {
        const w = await World.leased();
        const { call, answer } = w.send(() => change(w));
        const read = w.ask();
        read.call.reply();
        await turn();
        call.arrive();
        call.fail();
        await rejects(answer, /the connection broke/);
        equal(w.served(), undefined);
      },
    },
  ]),
  {
    name: "race 8: after a change of this process the store is asked once, and then memory answers",
    async run() {
      const w = await World.kept();
      await w.cache.patch(KEY, { set: { n: "2" } });
      w.connection.fallSilent();
      await w.cache.read(KEY);
      equal(w.served(), 2);
    },
  },
  {
    name: "race 8: the news of a change of this process come late, and cost what was read since",
    async run() {
      const w = await World.kept();
      await w.cache.patch(KEY, { set: { n: "2" } });
      await w.cache.read(KEY);
      w.connection.deliver();
      equal(w.served(), undefined);
      await w.cache.read(KEY);
      equal(w.served(), 2);
    },
  },
  {
    name: "race 8: a create of this process counts at once, whatever was read of the key before",
    async run() {
      const w = await World.kept();
      w.end();
      const record = { fields: { n: "7" }, expiresAt: w.time.ms + LIFE_MS, anonymous: true };
      const { call, answer } = w.send(() => w.cache.create(KEY, record));
      equal(w.served(), undefined);
      call.reply();
      equal(await answer, true);
      equal(w.served(), undefined);
      await w.cache.read(KEY);
      equal(w.served(), 7);
    },
  },
];
