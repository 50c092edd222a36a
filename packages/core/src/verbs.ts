import { commit, patch, store } from "./commit.js";
import { storedDeadlineOf } from "./expiry.js";
import { SessionError } from "./errors.js";
import { applyChanges, changesOf } from "./fields.js";
import { readableSession } from "./load.js";
import { endOldSessions, markOldSessions } from "./old-sessions.js";
import { replaceRecord } from "./replace.js";
import { revokeSession } from "./revocation.js";
import { routeExempt, type Scope } from "./scope.js";
import { SessionState } from "./session-state.js";
import type { Held, StoredSession } from "./stored-session.js";
import { endRecord } from "./user-list.js";

/** Saves now; a session that has no record begins, with data or without. */
export async function save(scope: Scope): Promise<void> {
  throwIfEnded(scope);
  if (scope.state.status === "new") {
    const refusal = scope.cookieRefusal();
    if (refusal) throw refusal;
    return store(scope, scope.state.facts, scope.state.texts());
  }
  await commit(scope, false);
  throwIfEnded(scope);
}

/** Moves the idle deadline, and saves nothing. */
export async function touch(scope: Scope): Promise<void> {
  throwIfEnded(scope);
  if (scope.state.status === "new") return;
  const { context, state } = scope;
  await patch(scope, undefined, storedDeadlineOf(state.facts, context.policy, context.now()));
  throwIfEnded(scope);
}

/** Reads the record again; changes that were not saved are lost. */
export async function reload(scope: Scope): Promise<void> {
  throwIfEnded(scope);
  const { state } = scope;
  if (state.status === "new") return state.becomeNew(state.snapshot());
  const before = state.texts();
  const fresh = await readAgain(scope);
  state.become(fresh, state.token, state.cookie);
  state.show(before, state.fields);
}

/**
 * Ends the session in the store. The object goes on as an empty, new session: what the app writes to it from now on belongs
 * to that one. Who asks for this means the browser, too: the cookie is cleared even if the session was gone already, for a
 * rotation may have moved it to a token that this request does not know. A user's session is then found by its handle.
 */
export async function logout(scope: Scope): Promise<void> {
  const { state, context } = scope;
  // Nothing was looked up there: to say that somebody is signed out would be wrong.
  if (scope.exempt) throw routeExempt();
  const old = state.snapshot();
  await end(scope);
  if (state.status === "ended" && context.store.users) {
    const { id, userId } = state.facts;
    if (userId !== undefined) await revokeSession(context, context.store.users, userId, id, "logout");
  }
  scope.endedHere = true;
  state.becomeNew(old);
}

/**
 * Ends the session, and gives the request a different one. A session that was ended elsewhere is not followed by another:
 * whoever copies the old data over (passport does) would carry on what somebody has ended.
 */
export async function regenerate(scope: Scope): Promise<void> {
  throwIfEnded(scope);
  await end(scope);
  throwIfEnded(scope);
  scope.state.status = "ended";
  scope.state = new SessionState(scope.context);
}

/**
 * Ends the session, and with it those of another library whose cookies came: else the next request would bring back what somebody
 * has ended. They are marked before anything has ended, and ended when ours has: a failure of their store does not keep ours alive.
 */
async function end(scope: Scope): Promise<void> {
  const olds = await markOldSessions(scope);
  await endOwn(scope);
  await endOldSessions(scope, olds);
}

/** Whoever finds the session gone leaves the cookie alone: it may be a newer login's by now. */
async function endOwn(scope: Scope): Promise<void> {
  const { state, context } = scope;
  if (state.status !== "stored") return;
  const { id, userId } = state.facts;
  if ((await endRecord(context, userId, state.key)) === "gone") {
    state.status = "ended";
    return;
  }
  scope.endedHere = true;
  context.emit({ type: "ended", id, ...(userId !== undefined && { userId }), reason: "logout" });
}

/** The same session under a new token. */
export async function rotate(scope: Scope): Promise<void> {
  throwIfEnded(scope);
  const refusal = scope.cookieRefusal();
  if (refusal) throw refusal;
  const { state, context } = scope;
  if (state.status === "new") return; // There is no token yet that anybody could know.
  const before = state.texts();
  const unsaved = changesOf(state.fields, before, context.policy.codec);
  const dataFrom = ({ fields, unseen }: Held): Held => ({ fields: applyChanges(fields, unsaved), unseen });
  if (!(await replaceRecord(scope, state.facts, dataFrom))) {
    state.status = "ended";
    throw ended();
  }
  state.show(before, state.fields);
  context.emit({ type: "rotated", id: state.facts.id });
}

export async function readAgain(scope: Scope): Promise<StoredSession> {
  const { key } = scope.state;
  const live = readableSession(scope, key, await scope.context.store.read(key));
  if (live !== undefined) return live;
  scope.state.status = "ended";
  throw ended();
}

export function throwIfEnded(scope: Scope): void {
  if (scope.state.status === "ended") throw ended();
}

function ended(): SessionError {
  return new SessionError(
    "SESSION_ENDED",
    "The session was ended elsewhere (logout, rotation or expiry) meanwhile. Nothing was changed.",
  );
}
