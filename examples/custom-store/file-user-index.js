import { jsonFiles } from "./json-files.js";

/** A session's key, and its absolute deadline. @typedef {[key: string, expiresAt: number]} Entry */

/**
 * Which sessions are whose, one file for each user: without it nobody could be signed out everywhere.
 *
 * @param {string} folder
 * @param {import("@sess/core").Clock} clock
 * @returns {import("@sess/core").UserIndex & { sweep(): void }}
 */
export function fileUserIndex(folder, clock) {
  /** @type {ReturnType<typeof jsonFiles<{ listed: Entry[], revoked: Entry[] }>>} */
  const files = jsonFiles(folder);

  const live = (/** @type {Entry[]} */ entries) =>
    new Map(entries.filter(([, expiresAt]) => expiresAt > clock.now()));

  /** @param {string} userId */
  function listsOf(userId) {
    const { listed = [], revoked = [] } = files.get(userId) ?? {};
    return { listed: live(listed), revoked: live(revoked) };
  }

  /**
   * @template Result
   * @param {string} userId
   * @param {(lists: ReturnType<typeof listsOf>) => Result} act
   */
  function change(userId, act) {
    const lists = listsOf(userId);
    const result = act(lists);
    const [listed, revoked] = [[...lists.listed], [...lists.revoked]];
    if (listed.length + revoked.length === 0) files.delete(userId);
    else files.set(userId, { listed, revoked });
    return result;
  }

  return {
    async add(userId, key, expiresAt) {
      change(userId, ({ listed, revoked }) => {
        listed.set(key, expiresAt);
        revoked.delete(key);
      });
    },

    async confirm(userId, key, replaced) {
      return change(userId, ({ listed, revoked }) => {
        if (!listed.has(key)) return false;
        if (replaced === undefined) return true;
        if (revoked.has(replaced)) return false;
        listed.delete(replaced);
        return true;
      });
    },

    async remove(userId, key) {
      change(userId, ({ listed }) => listed.delete(key));
    },

    async list(userId) {
      return [...listsOf(userId).listed.keys()];
    },

    // What was revoked is remembered until it would have expired: the next call finishes what this one was kept from, and a
    // login that replaces such a session finds that it may not.
    async revoke(userId, except) {
      return change(userId, ({ listed, revoked }) => {
        for (const [key, expiresAt] of listed) if (key !== except) revoked.set(key, expiresAt);
        for (const key of revoked.keys()) listed.delete(key);
        return [...revoked.keys()];
      });
    },

    sweep() {
      files.sweep(({ listed, revoked }) => live([...listed, ...revoked]).size === 0);
    },
  };
}
