import type { SessionStore, UserIndex } from "@sess/core";
import { fail, same, sorted } from "../check.js";
import type { Trial } from "../trial.js";

/** What a case of the user index works with. */
export interface IndexTrial extends Trial {
  readonly users: UserIndex;
  /** The index of the peer. */
  readonly peerUsers: UserIndex;
  /** A new user, who has no sessions. */
  user(): string;
  /** Lists new sessions that live long, and returns their keys, sorted. */
  listed(user: string, count: number): Promise<string[]>;
  /** Asserts which sessions are listed, through the store and through its peer. */
  lists(user: string, keys: readonly string[], rule: string): Promise<void>;
  /** Asserts which keys a revocation hands out. */
  revokes(user: string, keys: readonly string[], rule: string): Promise<void>;
}

export function indexTrial(trial: Trial): IndexTrial {
  const [users, peerUsers] = [indexOf(trial.store), indexOf(trial.peer)];
  return {
    ...trial,
    users,
    peerUsers,
    user: () => `user ${trial.key()}`,
    async listed(user, count) {
      const keys = Array.from({ length: count }, trial.key);
      for (const key of keys) await users.add(user, key, trial.farOff);
      return keys.sort();
    },
    async lists(user, keys, rule) {
      for (const index of [users, peerUsers]) same(sorted(await index.list(user)), sorted(keys), rule);
    },
    async revokes(user, keys, rule) {
      same(sorted(await users.revoke(user)), sorted(keys), rule);
    },
  };
}

function indexOf({ users }: SessionStore): UserIndex {
  return users ?? fail("The store has no user index: these cases are for stores that have `users`.");
}
