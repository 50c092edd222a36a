import type { SessionStore } from "@sess/core";
import { same } from "../check.js";
import type { Scenario } from "../trial.js";
import type { NewsTrial } from "./trial.js";

interface Quiet {
  readonly name: string;
  /** Makes what the act needs, and returns its key. */
  prepare(t: NewsTrial): string | Promise<string>;
  act(store: SessionStore, key: string, t: NewsTrial): Promise<unknown>;
  readonly outcome: unknown;
}

const live = (t: NewsTrial): Promise<string> => t.created();
const missing = (t: NewsTrial): string => t.key();
const ok = { status: "ok", version: 1 };

const ACTS: readonly Quiet[] = [
  {
    name: "a deadline that moves",
    prepare: live,
    act: (store, key, t) => store.patch(key, { expiresAt: t.farOff + 1000 }),
    outcome: ok,
  },
  { name: "an empty patch", prepare: live, act: (store, key) => store.patch(key, {}), outcome: ok },
  {
    name: "a patch that names no field",
    prepare: live,
    act: (store, key, t) => store.patch(key, { set: {}, unset: [], expiresAt: t.farOff + 1 }),
    outcome: ok,
  },
  {
    name: "a new record",
    prepare: missing,
    act: (store, key, t) => store.create(key, t.record()),
    outcome: true,
  },
  {
    name: "a create that finds a record",
    prepare: live,
    act: (store, key, t) => store.create(key, t.record({ b: "2" })),
    outcome: false,
  },
  {
    name: "a read",
    prepare: live,
    act: async (store, key) => (await store.read(key))?.version,
    outcome: 1,
  },
  {
    name: "a patch of what is gone",
    prepare: missing,
    act: (store, key) => store.patch(key, { set: { a: "1" } }),
    outcome: { status: "gone" },
  },
  {
    name: "a patch at another version",
    prepare: live,
    act: (store, key) => store.patch(key, { set: { a: "1" }, ifVersion: 2 }),
    outcome: { status: "conflict" },
  },
  {
    name: "a delete of what is gone",
    prepare: missing,
    act: (store, key) => store.delete(key),
    outcome: "gone",
  },
  {
    name: "a delete at another version",
    prepare: live,
    act: (store, key) => store.delete(key, { ifVersion: 2 }),
    outcome: "conflict",
  },
];

export const silence: readonly Scenario<NewsTrial>[] = ACTS.map(({ name, prepare, act, outcome }) => ({
  name,
  async run(t) {
    const ears = t.ears();
    for (const store of [t.store, t.peer]) {
      const [key, marker] = [await prepare(t), await t.created()];
      const heard = await t.heardBy(ears, [key, marker], async () => {
        same(await act(store, key, t), outcome, "the outcome is as the contract says");
        await store.delete(marker);
      });
      same(
        heard,
        ears.map(() => [marker]),
        "a later change is announced, and this is not",
      );
    }
  },
}));
