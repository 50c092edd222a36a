import type { ConnectStore } from "./connect-store.js";
import { inTime } from "./in-time.js";

/** Where each method takes its callback. */
const CALLBACK_AT = { get: 1, set: 2, destroy: 1, touch: 2, all: 0, length: 0, clear: 0 } as const;

/** A method of a {@link ConnectStore}. */
export type StoreMethod = keyof typeof CALLBACK_AT;

/**
 * Calls a store that may do anything: call back, return a promise, throw, answer twice, or never. The first answer counts. A failure is
 * handed on as the store gave it; no answer in time is a SessionError. Of a promise, what it resolves with counts where the method declares
 * all parameters but the callback; that it rejects counts always.
 */
export function callStore(
  store: ConnectStore,
  method: StoreMethod,
  args: readonly unknown[],
  timeoutMs: number,
): Promise<unknown> {
  return inTime(method, timeoutMs, ({ resolve, reject }) => {
    // Nothing but a promise is settled here: a store that calls back from inside a `try` gets no error of others to catch.
    const done = (error: unknown, value?: unknown): void => (error ? reject(error) : resolve(value));
    const run = store[method] as ((...args: unknown[]) => unknown) | undefined;
    if (run === undefined) throw new TypeError(`the store has no ${method}()`);
    const returned = run.call(store, ...args, done);
    if (!isThenable(returned)) return;
    // What takes a callback, or does not show what it takes (`(...args) =>`, a wrapper), may be done before it calls back: then its
    // promise says nothing. To take that for "there is no session" would sign a user out.
    const promises = run.length === CALLBACK_AT[method];
    returned.then((value) => promises && resolve(value), reject);
  });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
