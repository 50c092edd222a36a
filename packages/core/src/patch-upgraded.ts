import { checkPatch } from "./create-record.js";
import { SessionError } from "./errors.js";
import { applyChanges, type FieldChanges } from "./fields.js";
import { readableSession } from "./load.js";
import { MOST_TRIES } from "./most-tries.js";
import type { Scope } from "./scope.js";
import type { PatchOutcome } from "./store.js";

/**
 * Writes a change, and with it what makes a record of an earlier version of the app one of today. That was made of what the record held
 * when it was read: it must not undo what another request has written since, so it holds for that version alone. On a conflict
 * the record is read again, most likely upgraded by then.
 */
export async function patchUpgraded(
  scope: Scope,
  changes: FieldChanges,
  expiresAt: number | undefined,
): Promise<PatchOutcome> {
  const { context, state } = scope;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const outcome = await context.store.patch(state.key, {
      ...withUpgrade(state.upgrade, changes),
      ...(expiresAt && { expiresAt }),
      ifVersion: state.version,
    });
    if (outcome.status !== "conflict") return outcome;
    const fresh = readableSession(scope, state.key, await context.store.read(state.key));
    if (fresh === undefined) return { status: "gone" };
    const merged = applyChanges(fresh.fields, changes);
    // First of all: where this fails, the state must stay as the object is.
    checkPatch(scope, merged);
    // The object must follow: what is saved after the head would else undo what the others have written.
    state.show(applyChanges(state.fields, changes), merged);
    state.become(fresh, state.token, state.cookie);
  }
  throw new SessionError("STORE_CONFLICT", `Others changed the session ${MOST_TRIES} times in a row.`);
}

/** Both in one patch. Where they speak of one field, the app's change counts: what a patch sets stands, though it is also unset. */
export function withUpgrade(upgrade: FieldChanges | undefined, changes: FieldChanges): FieldChanges {
  if (upgrade === undefined) return changes;
  return { set: applyChanges(upgrade.set, changes), unset: [...upgrade.unset, ...changes.unset] };
}
