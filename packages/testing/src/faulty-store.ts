import {
  type DeleteCondition,
  type DeleteOutcome,
  EPOCH_KEY,
  type Invalidations,
  type NewRecord,
  type PatchOutcome,
  type RecordPatch,
  type SessionStore,
  type StoredRecord,
  type StoreOperation,
  type UserIndex,
} from "@sess/core";
import { type HeldCall, Hold } from "./held-call.js";

export type { HeldCall } from "./held-call.js";

/** A call of a store. Those of its user index are named such as `"users.list"`. */
export type StoreCall = Exclude<StoreOperation, "close" | "near.peek">;

/** A store that fails, or hangs, when a test says so. */
export interface FaultyStore extends SessionStore {
  /** The next call of this kind that nothing else was planned for fails, and the store never sees it. */
  failNext(call: StoreCall, error?: Error): void;
  /** The next call of this kind that nothing else was planned for hangs until it is released. */
  hangNext(call: StoreCall): HeldCall;
  /** From now on every call fails: an outage. */
  down(): void;
  /** The end of the outage. */
  up(): void;
  /** How often a call has come since the start or the last `resetCounts`, whatever it came to. */
  count(call: StoreCall): number;
  /** All calls together: 0 for a request that costs nothing. */
  readonly total: number;
  /** Begins to count anew. */
  resetCounts(): void;
}

/**
 * Puts faults in front of a store.
 *
 * @example
 * const store = faulty(memoryStore());
 * const sessions = createSessions({ store });
 * store.failNext("patch"); // the next request that changes its session: 503
 *
 * Once a second core asks the store about {@link EPOCH_KEY}. That is no request's, and neither counted nor planned for; in an outage it fails.
 * Every read comes here: what the store can answer at once (`near`) is not asked.
 */
export function faulty(store: SessionStore): FaultyStore {
  return new Faulty(store);
}

type Plan = Error | Hold;

class Faulty implements FaultyStore {
  readonly users?: UserIndex;
  readonly invalidations?: Invalidations;
  readonly #store: SessionStore;
  readonly #plans = new Map<StoreCall, Plan[]>();
  readonly #counts = new Map<StoreCall, number>();
  #isDown = false;

  constructor(store: SessionStore) {
    this.#store = store;
    if (store.invalidations) this.invalidations = store.invalidations;
    if (store.users) this.users = this.#around(store.users);
  }

  failNext(call: StoreCall, error: Error = new Error(`${call} fails, as the test wants it`)): void {
    this.#plan(call, error);
  }

  hangNext(call: StoreCall): HeldCall {
    const hold = new Hold();
    this.#plan(call, hold);
    return hold;
  }

  down(): void {
    this.#isDown = true;
  }

  up(): void {
    this.#isDown = false;
  }

  count(call: StoreCall): number {
    return this.#counts.get(call) ?? 0;
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  resetCounts(): void {
    this.#counts.clear();
  }

  // The arguments are copied: a call that hangs must not see what its caller does to them meanwhile.

  create(key: string, record: NewRecord): Promise<boolean> {
    const copy = structuredClone(record);
    return this.#call("create", () => this.#store.create(key, copy), key);
  }

  read(key: string): Promise<StoredRecord | undefined> {
    return this.#call("read", () => this.#store.read(key), key);
  }

  patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
    const copy = structuredClone(patch);
    return this.#call("patch", () => this.#store.patch(key, copy), key);
  }

  delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
    const copy = structuredClone(condition);
    return this.#call("delete", () => this.#store.delete(key, copy), key);
  }

  async close(): Promise<void> {
    await this.#store.close?.();
  }

  #around(users: UserIndex): UserIndex {
    return {
      add: (userId, key, expiresAt) => this.#call("users.add", () => users.add(userId, key, expiresAt)),
      confirm: (userId, key, replaced) =>
        this.#call("users.confirm", () => users.confirm(userId, key, replaced)),
      remove: (userId, key) => this.#call("users.remove", () => users.remove(userId, key)),
      list: (userId) => this.#call("users.list", () => users.list(userId)),
      revoke: (userId, except) => this.#call("users.revoke", () => users.revoke(userId, except)),
    };
  }

  #plan(call: StoreCall, plan: Plan): void {
    this.#plans.set(call, [...(this.#plans.get(call) ?? []), plan]);
  }

  async #call<T>(call: StoreCall, go: () => Promise<T>, key?: string): Promise<T> {
    if (key !== EPOCH_KEY) {
      this.#counts.set(call, this.count(call) + 1);
      const plan = this.#plans.get(call)?.shift();
      if (plan instanceof Error) throw plan;
      await plan?.pass();
    }
    if (this.#isDown) throw new Error("the store is down, as the test wants it");
    return go();
  }
}
