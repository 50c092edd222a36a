import type {
  DeleteCondition,
  DeleteOutcome,
  InvalidationFeed,
  Invalidations,
  PatchOutcome,
  RecordPatch,
  SessionStore,
} from "@sess/core";

export type AnnouncingStore = SessionStore & { readonly invalidations: Invalidations };

/** Lets a store tell of its changes: who listens has heard before the change is answered. */
export function announcing(store: SessionStore): AnnouncingStore {
  const listeners = new Set<(key: string) => void>();
  const announce = (key: string): void => listeners.forEach((heard) => heard(key));
  const source = { barrier: () => Promise.resolve() };
  return {
    create: (key, record) => store.create(key, record),
    read: (key) => store.read(key),
    async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
      const changes = Object.keys(patch.set ?? {}).length + (patch.unset ?? []).length > 0;
      const outcome = await store.patch(key, patch);
      if (changes && outcome.status === "ok") announce(key);
      return outcome;
    },
    async delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
      const outcome = await store.delete(key, condition);
      if (outcome === "ok") announce(key);
      return outcome;
    },
    ...(store.users && { users: store.users }),
    invalidations: {
      listen(invalidated: (key: string) => void): InvalidationFeed {
        const heard = (key: string): void => invalidated(key);
        listeners.add(heard);
        return { sourceOf: () => source, close: async () => void listeners.delete(heard) };
      },
    },
    close: async () => store.close?.(),
  };
}
