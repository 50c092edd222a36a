import type { MaybePromise } from "./crypto/port.js";

/**
 * Goes on at once where the answer is there: on Node nothing but the store costs a turn of the microtask queue. (Called `then`, it
 * would make its module a promise for whoever imports that dynamically.)
 */
export function andThen<T, U>(value: MaybePromise<T>, next: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
