import type {
  Clock,
  DeleteCondition,
  DeleteOutcome,
  Fields,
  NewRecord,
  PatchOutcome,
  RecordPatch,
  SessionStore,
  StoredRecord,
} from "@sess/core";
import { type ConnectPort, connectPort, type ConnectPortOptions } from "./connect-port.js";
import type { ConnectStore } from "./connect-store.js";
import { type KeyedQueue, queueOf } from "./keyed-queue.js";
import { fromConnect, toConnect } from "./record-in-connect.js";

/** How {@link fromConnectStore} uses the store. */
export interface FromConnectStoreOptions extends ConnectPortOptions {
  /** Hears at the start what the store cannot do. Default: `console.warn`. */
  readonly onWarning?: (message: string) => void;
  /** The time. For tests; give core the same one. Default: the system's. */
  readonly clock?: Clock;
}

/** A {@link SessionStore} over a store that can only read, overwrite and delete. */
export interface ConnectSessionStore extends SessionStore {
  readonly capabilities: ConnectCapabilities;
}

/** What of a session store's contract holds. */
export interface ConnectCapabilities {
  /** Calls of this process, through the same store object, do not disturb each other. Those of other processes do. */
  readonly atomic: "in-process";
  /** There is no index of sessions by user: no list, no log-out everywhere, no limit per user. */
  readonly users: false;
  /** There is no news of changes: no near cache. */
  readonly invalidations: false;
}

/**
 * Uses a store that was written for express-session with `createSessions`. Such a store can read, overwrite and delete, and no more: so
 * every change is a read and a write. Changes of one session take turns in this process. Between processes nothing holds them apart:
 * one may lose what another has written, and a change may bring back a session that was ended elsewhere at that moment. A warning at the
 * start says so.
 *
 * @example
 * const sessions = createSessions({ store: fromConnectStore(new PgStore({ pool })) });
 */
export function fromConnectStore(
  store: ConnectStore,
  options: FromConnectStoreOptions = {},
): ConnectSessionStore {
  const { onWarning = console.warn, clock = Date } = options;
  onWarning(WARNING);
  return new OverConnectStore(connectPort(store, options), queueOf(store), clock);
}

const WARNING =
  "[sess] fromConnectStore: this store cannot change a session in one step. With more than one process, parallel requests of one " +
  "session can lose each other's changes, and a logout can be undone. Sessions cannot be listed or ended by user. " +
  "@sess/store-redis has none of these limits.";

class OverConnectStore implements ConnectSessionStore {
  readonly capabilities: ConnectCapabilities = { atomic: "in-process", users: false, invalidations: false };
  readonly #port: ConnectPort;
  readonly #queue: KeyedQueue;
  readonly #clock: Clock;

  constructor(port: ConnectPort, queue: KeyedQueue, clock: Clock) {
    this.#port = port;
    this.#queue = queue;
    this.#clock = clock;
  }

  create(key: string, { fields, expiresAt }: NewRecord): Promise<boolean> {
    // A copy: the caller may change its own while this waits for its turn.
    const record = { fields: changed({}, fields), version: 1, expiresAt };
    return this.#queue.run(key, async () => {
      if ((await this.read(key)) !== undefined) return false;
      await this.#write(key, record);
      return true;
    });
  }

  async read(key: string): Promise<StoredRecord | undefined> {
    const record = fromConnect(await this.#port.get(key));
    return record === undefined || record.expiresAt <= this.#clock.now() ? undefined : record;
  }

  patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
    const { expiresAt, ifVersion } = patch;
    const set = changed({}, patch.set);
    const unset = [...(patch.unset ?? [])];
    const grows = unset.length > 0 || Object.keys(set).length > 0 ? 1 : 0;
    return this.#queue.run(key, async () => {
      const old = await this.read(key);
      if (old === undefined) return { status: "gone" };
      if (ifVersion !== undefined && ifVersion !== old.version) return { status: "conflict" };
      const version = old.version + grows;
      await this.#write(key, {
        fields: changed(old.fields, set, unset),
        version,
        expiresAt: expiresAt ?? old.expiresAt,
      });
      return { status: "ok", version };
    });
  }

  delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
    return this.#queue.run(key, async () => {
      const old = await this.read(key);
      if (old === undefined) return "gone";
      if (condition !== undefined && condition.ifVersion !== old.version) return "conflict";
      await this.#port.destroy(key);
      return "ok";
    });
  }

  /** A deadline is always written with the record: a store's own `touch` may leave the one within the record behind. */
  #write(key: string, record: StoredRecord): Promise<void> {
    const now = this.#clock.now();
    return record.expiresAt <= now ? this.#port.destroy(key) : this.#port.set(key, toConnect(record, now));
  }
}

/** A new object, that inherits nothing. */
function changed(fields: Fields, set: Fields = {}, unset: readonly string[] = []): Fields {
  const after = Object.assign(Object.create(null) as Record<string, string>, fields);
  for (const name of unset) Reflect.deleteProperty(after, name);
  return Object.assign(after, set);
}
