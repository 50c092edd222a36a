import { holds, same } from "../check.js";
import type { Scenario } from "../trial.js";
import type { NewsTrial } from "./trial.js";

export const listening: readonly Scenario<NewsTrial>[] = [
  {
    name: "a source stays the same object while nothing breaks",
    async run(t) {
      const [ear] = t.ears();
      const key = await t.created();
      const source = await ear?.sourceOf(key);
      holds(typeof source === "object", "a source is an object");
      await t.store.patch(key, { set: { a: "1" } });
      await source?.barrier();
      await t.peer.delete(key);
      await Promise.all([source?.barrier(), source?.barrier()]);
      holds(ear?.feed.sourceOf(key) === source, "it is the same object afterwards");
    },
  },
  {
    name: "a barrier resolves when nothing has changed",
    async run(t) {
      const key = t.key();
      const ears = t.ears();
      same(
        await t.heardBy(ears, [key], async () => {}),
        ears.map(() => []),
        "there is nothing to hear",
      );
    },
  },
  {
    name: "two listeners of one store both hear",
    async run(t) {
      const ears = [...t.ears(), ...t.ears()];
      const key = await t.created();
      const heard = await t.heardBy(ears, [key], () => t.store.delete(key));
      same(
        heard,
        ears.map(() => [key]),
        "each listener hears of every change",
      );
    },
  },
  {
    name: "after close nothing is heard any more, and the others hear on",
    async run(t) {
      const [closed, ...ears] = [...t.ears(), ...t.ears()];
      const keys = [await t.created(), await t.created()] as const;
      await closed?.connected(keys);
      await t.heardBy(ears, keys, () => t.store.delete(keys[0]));
      await closed?.feed.close();
      closed?.heard.clear();
      const heard = await t.heardBy([...ears, ...t.ears()], [keys[1]], () => t.peer.delete(keys[1]));
      holds(heard.flat().length === heard.length, "every other listener has heard of the change");
      same([...(closed?.heard ?? [])], [], "who has closed hears nothing");
    },
  },
  {
    name: "close may be called twice",
    async run(t) {
      for (const { feed } of t.ears()) {
        await feed.close();
        same(await feed.close(), undefined, "it is no error");
      }
    },
  },
];
