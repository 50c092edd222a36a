import { areSame, fieldsOf } from "./fields.js";
import { areOfAnother } from "./native-data.js";
import type { SessionShape } from "./session-shape.js";
import type { State } from "./state.js";

// What express-session does with a session at the end of a request, as its README says it.

/** The session differs from what the handler got, or is another one. */
function isModified({ original }: State, session: SessionShape): boolean {
  return original?.id !== session.id || !areSame(original.fields, fieldsOf(session));
}

function isSaved({ original, saved }: State, session: SessionShape): boolean {
  return original?.id === session.id && saved !== undefined && areSame(saved, fieldsOf(session));
}

export function shouldSave(state: State, session: SessionShape): boolean {
  const { req, came, saved, settings } = state;
  if (typeof req.sessionID !== "string") return false;
  const isNew = came?.sid !== req.sessionID;
  if (isNew && saved === undefined && !settings.saveUninitialized) return isModified(state, session);
  return !isSaved(state, session);
}

/** A session that came, and is not saved, has its deadline moved. */
export function shouldTouch(state: State): boolean {
  const { req, came, keeper } = state;
  return keeper.canTouch && came !== undefined && came.sid === req.sessionID;
}

export function shouldSetCookie(state: State, session: SessionShape): boolean {
  const { req, came, settings, secure, native } = state;
  if (typeof req.sessionID !== "string" || (session.cookie.secure && !secure)) return false;
  if (came?.sid !== req.sessionID) return settings.saveUninitialized || isModified(state, session);
  // It has a cookie already, which core sends.
  if (native !== undefined) return false;
  // An older secret has signed it: it is signed anew, before that one is taken away.
  if (came.stale || settings.rolling) return true;
  return (
    session.cookie.expires !== null && session.cookie.expires !== undefined && isModified(state, session)
  );
}

/** The app has taken the session off the request, and wants that to be its end. */
export function shouldDestroy({ req, settings, ended }: State): boolean {
  const taken = req.session === null || req.session === undefined;
  return settings.unset === "destroy" && !ended && Boolean(req.sessionID) && taken;
}

/**
 * The app has signed somebody in or out of a native session by its data alone. There that is a fact of its own, which data do not change: who is
 * signed out here would still be signed in there.
 */
export function changesUser({ original, settings, native }: State, session: SessionShape): boolean {
  if (native === undefined || settings.native === undefined || original?.id !== session.id) return false;
  const fields = fieldsOf(session);
  return !areSame(original.fields, fields) && areOfAnother(settings.native, original.fields, fields);
}
