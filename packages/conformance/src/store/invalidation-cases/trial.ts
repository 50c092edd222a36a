import type { Invalidations, SessionStore } from "@sess/core";
import { fail } from "../check.js";
import type { Trial } from "../trial.js";
import { Ear } from "./ear.js";

/** What a case of invalidations works with. */
export interface NewsTrial extends Trial {
  /** Begins to listen on the store, and on its peer if there is one. */
  ears(): Ear[];
  /** Closes all ears. */
  hangUp(): Promise<void>;
  /** Runs `act` on these keys, and returns which of them each ear has heard of by then, without repetitions. */
  heardBy(ears: readonly Ear[], keys: readonly string[], act: () => Promise<unknown>): Promise<string[][]>;
}

export function newsTrial(trial: Trial): NewsTrial {
  const stores = [...new Set([trial.store, trial.peer])];
  const all = stores.map(invalidationsOf);
  const open: Ear[] = [];
  return {
    ...trial,
    ears() {
      const ears = all.map((invalidations) => new Ear(invalidations));
      open.push(...ears);
      return ears;
    },
    async hangUp() {
      for (const { feed } of open) await feed.close();
    },
    async heardBy(ears, keys, act) {
      for (const ear of ears) await ear.connected(keys);
      await act();
      for (const ear of ears) await ear.barrier(keys);
      return ears.map((ear) => keys.filter((key) => ear.heard.has(key)));
    },
  };
}

function invalidationsOf({ invalidations }: SessionStore): Invalidations {
  return (
    invalidations ??
    fail("The store announces no changes: these cases are for stores that have `invalidations`.")
  );
}
