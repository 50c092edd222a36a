import type { NearCache } from "../../src/index.js";

/** Answers from memory wherever it can, as core does at the beginning of a request. */
export function peeking(cache: NearCache): NearCache {
  return {
    create: (key, record) => cache.create(key, record),
    async read(key) {
      const near = cache.near.peek(key);
      if (near !== undefined) return near;
      const record = await cache.read(key);
      return cache.near.peek(key) ?? record;
    },
    patch: (key, patch) => cache.patch(key, patch),
    delete: (key, condition) => cache.delete(key, condition),
    ...(cache.users && { users: cache.users }),
    near: cache.near,
    invalidations: cache.invalidations,
    report: () => cache.report(),
    close: () => cache.close(),
  };
}
