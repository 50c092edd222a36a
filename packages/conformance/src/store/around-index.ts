import type { UserIndex } from "@sess/core";

/** An index with something around each of its calls. */
export function aroundIndex(
  users: UserIndex,
  around: <T>(method: keyof UserIndex, call: () => Promise<T>) => Promise<T>,
): UserIndex {
  return {
    add: (userId, key, expiresAt) => around("add", () => users.add(userId, key, expiresAt)),
    confirm: (userId, key, replaced) => around("confirm", () => users.confirm(userId, key, replaced)),
    remove: (userId, key) => around("remove", () => users.remove(userId, key)),
    list: (userId) => around("list", () => users.list(userId)),
    revoke: (userId, except) => around("revoke", () => users.revoke(userId, except)),
  };
}
