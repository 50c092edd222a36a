import {
  type DeleteCondition,
  type DeleteOutcome,
  EPOCH_KEY,
  type Fields,
  type Invalidations,
  type NewRecord,
  type PatchOutcome,
  type RecordPatch,
  type SessionStore,
  type StoredRecord,
  type StoreOperation,
  type UserIndex,
} from "@sess/core";
import { aroundIndex } from "./around-index.js";
import { fieldsOf } from "./check.js";
import { type Gate, HeldGate, type PausePoint } from "./gate.js";

/** The calls that can be stopped. Those of the user index are named such as `"users.add"`. */
export type PausableCall = Exclude<StoreOperation, "close">;

/** A store whose calls stop where a test wants them to. */
export interface PausableStore extends SessionStore {
  /**
   * Stops the next call of `method` that has no gate yet, once; it waits until the gate is told how to go on. Several
   * gates of one method serve its calls in turn. Calls without a gate go through at once.
   */
  pauseNext(method: PausableCall, point?: PausePoint): Gate;
}

/**
 * Makes races repeatable:
 *
 * ```ts
 * const paused = pausableStore(memoryStore());
 * const gate = paused.pauseNext("patch");
 * const slow = request("/cart"); // its handler changes the session
 * await gate.reached;
 * await request("/logout");
 * gate.release();
 * ```
 */
export function pausableStore(store: SessionStore): PausableStore {
  return new Pausable(store);
}

class Pausable implements PausableStore {
  readonly users?: UserIndex;
  readonly invalidations?: Invalidations;
  readonly #store: SessionStore;
  readonly #gates = new Map<PausableCall, HeldGate[]>();

  constructor(store: SessionStore) {
    this.#store = store;
    if (store.invalidations) this.invalidations = store.invalidations;
    if (store.users)
      this.users = aroundIndex(store.users, (method, call) => this.#call(`users.${method}`, call));
  }

  pauseNext(method: PausableCall, point: PausePoint = "before"): Gate {
    const gate = new HeldGate(point);
    this.#gates.set(method, [...(this.#gates.get(method) ?? []), gate]);
    return gate;
  }

  // The arguments are copied: a call that waits must not see what its caller does to them meanwhile.

  create(key: string, record: NewRecord): Promise<boolean> {
    const copy = { ...record, fields: copyFields(record.fields) };
    return this.#call("create", () => this.#store.create(key, copy));
  }

  read(key: string): Promise<StoredRecord | undefined> {
    // It is no request's, and must not take the gate of one.
    if (key === EPOCH_KEY) return this.#store.read(key);
    return this.#call("read", () => this.#store.read(key));
  }

  patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
    const { set, unset } = patch;
    const copy = { ...patch, ...(set && { set: copyFields(set) }), ...(unset && { unset: [...unset] }) };
    return this.#call("patch", () => this.#store.patch(key, copy));
  }

  delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
    const copy = condition && { ...condition };
    return this.#call("delete", () => this.#store.delete(key, copy));
  }

  async close(): Promise<void> {
    await this.#store.close?.();
  }

  async #call<T>(method: PausableCall, call: () => Promise<T>): Promise<T> {
    const gate = this.#gates.get(method)?.shift();
    if (gate?.point === "before") await gate.pass();
    const result = await call();
    if (gate?.point === "after") await gate.pass();
    return result;
  }
}

function copyFields(fields: Fields): Fields {
  return fieldsOf(Object.entries(fields));
}
