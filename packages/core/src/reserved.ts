import { printable } from "./printable.js";
import type { Scope } from "./scope.js";
import type { ReservedKey } from "./session.js";
import { isWellFormed } from "./validate.js";

/** Facts and verbs; typed so that one cannot be added to the interface and forgotten here. */
const OWN: Readonly<Record<ReservedKey, true>> = {
  id: true,
  isNew: true,
  userId: true,
  createdAt: true,
  authenticatedAt: true,
  assuranceLevel: true,
  expiresAt: true,
  login: true,
  logout: true,
  destroy: true,
  rotate: true,
  regenerate: true,
  update: true,
  save: true,
  reload: true,
  touch: true,
  requireLogin: true,
  newCsrfToken: true,
  requireCsrfToken: true,
  addFlash: true,
  takeFlash: true,
  get: true,
  set: true,
};

/**
 * The names that data cannot have: the verbs and facts, and what every object has. A data key is often taken from a
 * request; `__proto__` or `toString` among the data would be a trap for whoever handles them next.
 */
export const RESERVED_KEYS: ReadonlySet<string> = new Set([
  ...Object.keys(OWN),
  ...Object.getOwnPropertyNames(Object.prototype),
]);

/** Besides them, a key that some stores would change, and so put in the place of another, is refused. */
export function isReservedKey(key: string): boolean {
  return RESERVED_KEYS.has(key) || !isWellFormed(key);
}

/** Tells that a value was dropped. The session goes on: the key may have come from a request. */
export function refuseKey(scope: Scope, key: string): void {
  scope.context.emit({ type: "key_refused", id: scope.state.facts.id, key: printable(key) });
}

/** A copy of an object's data without reserved keys; each of them is told of. */
export function withoutReserved(scope: Scope, data: object): object {
  const kept = Object.entries(data).filter(([key]) => !isReservedKey(key));
  for (const key of Object.keys(data)) {
    if (isReservedKey(key)) refuseKey(scope, key);
  }
  return Object.assign(Object.create(null) as object, Object.fromEntries(kept));
}
