import type {
  DeleteCondition,
  DeleteOutcome,
  Fields,
  NewRecord,
  PatchOutcome,
  RecordPatch,
  SessionStore,
  StoredRecord,
} from "@sess/core";
import { fieldsOf } from "./check.js";
import type { StoreCalls } from "./counting-store.js";

/** Where a call stops: before the store has seen it, or after the store has done it and before the caller knows. */
export type PausePoint = "before" | "after";

/** Holds one call of a {@link PausableStore}. What it is told first counts, and may come before the call does. */
export interface Gate {
  /** Resolves when the call has stopped here. */
  readonly reached: Promise<void>;
  /** Lets the call go on. */
  release(): void;
  /** Makes the call reject. Stopped `"before"`, the store never sees it; `"after"`, the store has done it all the same. */
  fail(error: unknown): void;
  /** Makes sure that the call never settles: as a store behind a dead connection, without a deadline. */
  hang(): void;
}

/** A store whose calls stop where a test wants them to. */
export interface PausableStore extends SessionStore {
  /**
   * Stops the next call of `method` that has no gate yet, once; it waits until the gate is told how to go on. Several
   * gates of one method serve its calls in turn. Calls without a gate go through at once.
   */
  pauseNext(method: keyof StoreCalls, point?: PausePoint): Gate;
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

type Verdict = "release" | "hang" | { readonly error: unknown };

class HeldGate implements Gate {
  readonly point: PausePoint;
  readonly reached: Promise<void>;
  /** Called when the call is here. */
  readonly arrive: () => void;
  readonly #verdict: Promise<Verdict>;
  readonly #decide: (verdict: Verdict) => void;

  constructor(point: PausePoint) {
    this.point = point;
    let arrive = (): void => {};
    let decide = (_: Verdict): void => {};
    this.reached = new Promise((resolve) => (arrive = resolve));
    this.#verdict = new Promise((resolve) => (decide = resolve));
    this.arrive = arrive;
    this.#decide = decide;
  }

  release(): void {
    this.#decide("release");
  }

  fail(error: unknown): void {
    this.#decide({ error });
  }

  hang(): void {
    this.#decide("hang");
  }

  async pass(): Promise<void> {
    this.arrive();
    const verdict = await this.#verdict;
    if (verdict === "hang") await new Promise(() => {});
    else if (verdict !== "release") throw verdict.error;
  }
}

class Pausable implements PausableStore {
  readonly #store: SessionStore;
  readonly #gates: Record<keyof StoreCalls, HeldGate[]> = { create: [], read: [], patch: [], delete: [] };

  constructor(store: SessionStore) {
    this.#store = store;
  }

  pauseNext(method: keyof StoreCalls, point: PausePoint = "before"): Gate {
    const gate = new HeldGate(point);
    this.#gates[method].push(gate);
    return gate;
  }

  // The arguments are copied: a call that waits must not see what its caller does to them meanwhile.

  create(key: string, record: NewRecord): Promise<boolean> {
    const copy = { ...record, fields: copyFields(record.fields) };
    return this.#call("create", () => this.#store.create(key, copy));
  }

  read(key: string): Promise<StoredRecord | undefined> {
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

  async #call<T>(method: keyof StoreCalls, call: () => Promise<T>): Promise<T> {
    const gate = this.#gates[method].shift();
    if (gate?.point === "before") await gate.pass();
    const result = await call();
    if (gate?.point === "after") await gate.pass();
    return result;
  }
}

function copyFields(fields: Fields): Fields {
  return fieldsOf(Object.entries(fields));
}
