import type { InvalidationFeed, Invalidations } from "@sess/core";

/** The contract of `store.invalidations` in the plainest words: who listens has heard before the change is answered. */
export class ModelInvalidations implements Invalidations {
  protected readonly listeners: Set<(key: string) => void> = new Set();

  announce(key: string): void {
    for (const heard of this.listeners) heard(key);
  }

  listen(invalidated: (key: string) => void): InvalidationFeed {
    // A listener of its own, should the same function listen twice.
    const heard = (key: string): void => invalidated(key);
    this.listeners.add(heard);
    const source = { barrier: () => Promise.resolve() };
    return {
      sourceOf: () => source,
      close: async () => void this.listeners.delete(heard),
    };
  }
}
