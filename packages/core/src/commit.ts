import { checkPatch, createRecord } from "./create-record.js";
import { storedDeadlineOf, touchIsDue } from "./expiry.js";
import type { Facts } from "./facts.js";
import { applyChanges, type FieldChanges } from "./fields.js";
import { patchUpgraded } from "./patch-upgraded.js";
import { printable } from "./printable.js";
import type { Scope } from "./scope.js";
import type { Fields } from "./store.js";
import { confirmListed, removeQuietly } from "./user-list.js";

/**
 * Brings the record in step with the session object: one store call, or none. Undefined when there is nothing to do, so
 * that such a response is not held for a moment.
 * @param decided that the request extends the session, or does not: that alone is nothing to do then
 */
export function commit(scope: Scope, decided: boolean): Promise<void> | undefined {
  const { state } = scope;
  const changes = state.changes();
  switch (state.status) {
    case "new":
      return changes && begin(scope, applyChanges(state.fields, changes));
    case "stored":
      return changes || (!decided && (mustTouch(scope) || isArriving(scope)))
        ? patch(scope, changes, deadlineAfter(scope))
        : undefined;
    case "ended":
      if (changes) scope.context.emit({ type: "write_after_end", id: state.facts.id });
      return undefined;
  }
}

/**
 * Requests that came with the old cookie each send ours. One of them may have changed the token meanwhile: then what this one knows is
 * gone, and it must not put it in the place of the newer.
 */
function isArriving({ droppedCookies }: Scope): boolean {
  return droppedCookies !== undefined;
}

/** Whether this request extends the session, when it changes nothing else. */
export function mustTouch({ keepsAlive, state, context }: Scope): boolean {
  return keepsAlive && touchIsDue(state.facts, context.policy, state.expiresAt, context.now());
}

/** The deadline for the store after this request. Undefined for the one that it has: another request may move it meanwhile. */
export function deadlineAfter({ keepsAlive, state, context }: Scope): number | undefined {
  return keepsAlive ? storedDeadlineOf(state.facts, context.policy, context.now()) : undefined;
}

/** A session begins because it has data. Where no cookie can be sent there is no session, and an event says so. */
function begin(scope: Scope, texts: Fields): Promise<void> | undefined {
  const refusal = scope.cookieRefusal();
  if (refusal === undefined) return store(scope, scope.state.facts, texts);
  if (refusal.code === "HEAD_SENT") scope.context.emit({ type: "begun_too_late" });
  // Asked again when the body ends, and told once.
  if (refusal.code === "ROUTE_EXEMPT" && !scope.headSent)
    scope.context.emit({ type: "written_where_exempt", path: printable(scope.exchange.path, 200) });
  return undefined;
}

/** Stores a session that has no record yet. */
export async function store(scope: Scope, facts: Facts, texts: Fields): Promise<void> {
  const { stored, token, cookie } = await createRecord(scope, facts, { fields: texts });
  try {
    await confirmListed(scope.context, stored);
  } catch (error) {
    await removeQuietly(scope.context, stored);
    throw error;
  }
  scope.state.become(stored, token, cookie);
  scope.context.emit({ type: "created", id: facts.id });
}

/** Writes changes, and moves the deadline with them. What is gone stays gone. */
export async function patch(
  scope: Scope,
  changes: FieldChanges | undefined,
  expiresAt: number | undefined,
): Promise<void> {
  const { context, state } = scope;
  const known = state.fields;
  const fields = applyChanges(known, changes);
  if (changes) checkPatch(scope, fields);
  const outcome = await (changes && state.upgrade
    ? patchUpgraded(scope, changes, expiresAt)
    : context.store.patch(state.key, { ...changes, ...(expiresAt && { expiresAt }) }));
  if (outcome.status === "ok") {
    // Others may have written before: then this is not what the record holds at its version, and whoever needs that
    // (rotate, login, update) must find that it has changed.
    const version = state.version + (changes ? 1 : 0);
    return state.settle(
      state.fields === known ? fields : applyChanges(state.fields, changes),
      outcome.version === version ? version : state.version,
      expiresAt ?? state.expiresAt,
    );
  }
  state.status = "ended";
  if (changes) context.emit({ type: "write_after_end", id: state.facts.id });
}
