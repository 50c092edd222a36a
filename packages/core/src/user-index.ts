/**
 * Which sessions belong to which user: a capability of a store, at `store.users`.
 *
 * A session is listed before its record is created, and confirmed after; whoever revokes empties the list before it
 * deletes the records. So a login and a revocation that meet never both win, and no transaction over several keys is
 * needed: a store may keep every list and every record on a different machine.
 *
 * Each call is atomic. An entry whose `expiresAt` has passed is missing, for every call; a list without entries takes no
 * memory. A rejection means that the store failed.
 */
export interface UserIndex {
  /** Lists a session. `expiresAt` is its absolute deadline, in milliseconds since the epoch: nothing moves it later. */
  add(userId: string, key: string, expiresAt: number): Promise<void>;

  /**
   * Asks, once the record is there, whether it may stay, and takes the session that it replaces off the list.
   * @returns false, and nothing changes, when `key` is not listed, or when `replaced` was revoked and has not expired yet:
   * a session that was revoked does not go on under another key, however late it was listed.
   */
  confirm(userId: string, key: string, replaced?: string): Promise<boolean>;

  /** Takes a session off the list; one that is not on it is no error. What was revoked stays so. */
  remove(userId: string, key: string): Promise<void>;

  /** The keys of the listed sessions, in no order. Some may have no record any more, or not yet. */
  list(userId: string): Promise<readonly string[]>;

  /**
   * Takes every session off the list but `except`, in one step. A session that is added again is no longer revoked.
   * @returns their keys, and until they expire also those of earlier calls: a revocation that was interrupted before all
   * records were deleted is finished by the next.
   */
  revoke(userId: string, except?: string): Promise<readonly string[]>;
}
