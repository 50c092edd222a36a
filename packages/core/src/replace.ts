import { jsonCodec } from "./codec.js";
import { createRecord } from "./create-record.js";
import { checkFit } from "./data-check.js";
import { SessionError } from "./errors.js";
import type { Facts } from "./facts.js";
import { changesOf } from "./fields.js";
import { readableSession } from "./load.js";
import { MOST_TRIES } from "./most-tries.js";
import type { Scope } from "./scope.js";
import type { Fields } from "./store.js";
import type { Held } from "./stored-session.js";
import { confirmListed, endRecord, removeQuietly } from "./user-list.js";

/**
 * Moves a session to a new record under a new token. The new record comes first, then the old one is claimed by deleting
 * it at the version that was copied: whoever wrote to it in between is read and merged, and of two that move it one wins.
 *
 * @param dataFrom the new record's data, made from what the old one holds. Called again when that has changed.
 * @returns false when the old record was gone: no trace of the new one is left.
 */
export async function replaceRecord(
  scope: Scope,
  facts: Facts,
  dataFrom: (old: Held) => Held,
): Promise<boolean> {
  const { store, policy } = scope.context;
  const { key: oldKey, version } = scope.state;
  const begun = await createRecord(scope, facts, dataFrom(scope.state));
  const next = { ...begun.stored };
  try {
    let oldVersion = version;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const claim = await store.delete(oldKey, { ifVersion: oldVersion });
      if (claim === "ok") {
        // The old one is dead: if the new one was revoked meanwhile, nothing of the session is left.
        scope.state.status = "ended";
        await confirmListed(scope.context, next, oldKey);
        scope.state.become(next, begun.token, begun.cookie);
        return true;
      }
      const record = claim === "gone" ? undefined : await store.read(oldKey);
      const old = readableSession(scope, oldKey, record);
      if (old === undefined) {
        // A revocation that ended it ends this as well. After anything else, who logs in begins anew.
        await confirmListed(scope.context, next, oldKey);
        await endRecord(scope.context, facts.userId, next.key);
        return false;
      }
      oldVersion = old.version;
      const held = dataFrom(old);
      checkFit(held.fields, policy);
      // Nobody else writes there yet: whatever differs is written.
      const changes = changesOf(allOf(next), allOf(held), jsonCodec);
      if (changes === undefined) continue;
      const outcome = await store.patch(next.key, changes);
      // Only a store that drops live records comes here: the old one, still whole, must not be claimed then.
      if (outcome.status !== "ok")
        throw new SessionError("STORE_CONFLICT", "The store has lost the new record.");
      Object.assign(next, held, { version: outcome.version });
    }
    throw new SessionError(
      "STORE_CONFLICT",
      `The session was changed by others ${MOST_TRIES} times in a row.`,
    );
  } catch (error) {
    await removeQuietly(scope.context, next);
    throw error;
  }
}

function allOf({ unseen, fields }: Held): Fields {
  return { ...unseen, ...fields };
}
