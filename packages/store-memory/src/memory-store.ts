import type { SessionStore, UserIndex } from "@sess/core";
import { BoundedStore } from "./bounded-store.js";
import { readOptions } from "./options.js";
import type { MemoryStoreOptions } from "./options.js";
import { SessionTable } from "./session-table.js";

/** A {@link SessionStore} in this process' memory. */
export interface MemoryStore extends SessionStore {
  /** How many records are held. It counts expired ones until their memory is freed. */
  readonly size: number;
  /** Sessions by user. A session that expires or is evicted is off its user's list. */
  readonly users: UserIndex;
  /** Forgets all sessions and all lists, and stops the timer. Used afterwards, the store begins empty. */
  close(): Promise<void>;
}

/**
 * A store for one process: for development, tests, and applications that run as a single process and may lose their
 * sessions at a restart. It never holds more than `maxSessions` records, nor more than `maxSessions + 500` entries on its
 * users' lists, those of sessions that were revoked and have not expired yet included.
 *
 * @throws SessionError with code `INVALID_OPTION`
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  return new BoundedStore(new SessionTable(readOptions(options)));
}
