import { CallDeadlines } from "./call-deadlines.js";
import { SessionError } from "./errors.js";
import type { OnEvent, StoreOperation } from "./events.js";
import type { UserIndex } from "./user-index.js";
import type {
  DeleteCondition,
  DeleteOutcome,
  NewRecord,
  PatchOutcome,
  RecordPatch,
  SessionStore,
  StoredRecord,
} from "./store.js";

/** A store whose every call ends in time, and whose every failure is the one error that adapters know. */
export class GuardedStore implements Omit<SessionStore, "users" | "near"> {
  readonly users: UserIndex | undefined;
  readonly #store: SessionStore;
  readonly #deadlines: CallDeadlines;
  readonly #timeoutMs: number;
  readonly #emit: OnEvent;

  constructor(store: SessionStore, timeoutMs: number, emit: OnEvent) {
    this.#store = store;
    this.#deadlines = new CallDeadlines(timeoutMs);
    this.#timeoutMs = timeoutMs;
    this.#emit = emit;
    this.users = store.users && this.#guardIndex(store.users);
  }

  create(key: string, record: NewRecord): Promise<boolean> {
    return this.call("create", () => this.#store.create(key, record));
  }

  read(key: string): Promise<StoredRecord | undefined> {
    return this.call("read", () => this.#store.read(key));
  }

  /** How old what is in some process' memory may be. 0 where the store is asked each time. */
  get maxStaleMs(): number {
    return this.#store.near?.maxStaleMs ?? 0;
  }

  /** Undefined also when memory fails: then the store is asked. */
  peek(key: string): StoredRecord | undefined {
    try {
      return this.#store.near?.peek(key);
    } catch (error) {
      this.#emit({ type: "store_failed", operation: "near.peek", error });
      return undefined;
    }
  }

  patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
    return this.call("patch", () => this.#store.patch(key, patch));
  }

  delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
    return this.call("delete", () => this.#store.delete(key, condition));
  }

  async close(): Promise<void> {
    await this.call("close", async () => this.#store.close?.());
  }

  #guardIndex(users: UserIndex): UserIndex {
    return {
      add: (userId, key, expiresAt) => this.call("users.add", () => users.add(userId, key, expiresAt)),
      confirm: (userId, key, replaced) =>
        this.call("users.confirm", () => users.confirm(userId, key, replaced)),
      remove: (userId, key) => this.call("users.remove", () => users.remove(userId, key)),
      list: (userId) => this.call("users.list", () => users.list(userId)),
      revoke: (userId, except) => this.call("users.revoke", () => users.revoke(userId, except)),
    };
  }

  /** Any call that has to be answered in time, also of another store. */
  call<T>(operation: StoreOperation, start: () => Promise<T>): Promise<T> {
    // Told here, and not where the failure is noticed: one timer serves all calls, and runs as the first one's.
    return this.#inTime(start).catch((cause: unknown) => {
      this.#emit({ type: "store_failed", operation, error: cause });
      throw new SessionError(
        "STORE_UNAVAILABLE",
        `The session store did not do what was asked of it (${operation}): see the cause.`,
        { cause },
      );
    });
  }

  #inTime<T>(start: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const answered = this.#deadlines.start(() => {
        reject(new Error(`no answer within ${this.#timeoutMs} ms`));
      });
      /** With whatever the store has thrown. */
      const fail: (cause: unknown) => void = reject;
      const failed = (cause: unknown): void => {
        if (answered()) fail(cause);
      };
      try {
        start().then((value) => {
          answered();
          resolve(value);
        }, failed);
      } catch (cause) {
        failed(cause);
      }
    });
  }
}
