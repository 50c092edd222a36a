import type { Context } from "./context.js";
import { type EverywhereOptions, everywhereOption, passedEverywhere } from "./everywhere.js";
import { revokeImports } from "./import-marker.js";
import type { UserIndex } from "./user-index.js";
import { endRecord, handleOption, indexOf, userIdOf } from "./user-list.js";
import { sessionsAt, sessionsOf } from "./user-sessions.js";
import { knownNames, objectOption } from "./validate.js";

/** Options of `revokeUser`. */
export interface RevokeOptions extends EverywhereOptions {
  /** The handle (`session.id`) of the one session that stays. */
  readonly except?: string;
}

/**
 * Ends one session of a user, by its handle, whatever its token is by now.
 *
 * A session that moves meanwhile can be missed: its old key is read too late, its new one too early, or is not listed yet.
 * To be missed again it must move again, to a key that was not listed before: two looks in a row without one are enough.
 */
export async function revokeSession(
  context: Context,
  users: UserIndex,
  userId: string,
  id: string,
  reason: "revoked" | "logout" | "limit" = "revoked",
): Promise<boolean> {
  let known = new Set<string>();
  let ended = false;
  for (let looks = 0; ; looks++) {
    const keys = await users.list(userId);
    if (keys.some((key) => !known.has(key))) looks = 0;
    if (looks === 2) break;
    const sessions = await sessionsAt(context, userId, keys);
    const own = sessions.filter(({ facts }) => facts.id === id);
    const outcomes = await Promise.all(own.map(({ key }) => endRecord(context, userId, key)));
    ended ||= outcomes.includes("ok");
    // Nothing has moved when every record was where the list said, and stayed there.
    if (sessions.length === keys.length && !outcomes.includes("gone")) break;
    known = new Set(keys);
  }
  if (ended) context.emit({ type: "ended", id, userId, reason });
  return ended;
}

/** Ends all sessions of a user. A login that is under way finds itself off the list, and ends as well. */
export async function revokeUser(context: Context, userId: unknown, options: unknown): Promise<number> {
  const user = userIdOf("revokeUser(userId)", userId);
  const given: RevokeOptions = objectOption("revokeUser options", options ?? {});
  knownNames("revokeUser", given, ["except", "everywhere"]);
  const everywhere = everywhereOption("revokeUser", given.everywhere);
  const except = handleOption("revokeUser except", given.except);
  const users = indexOf(context);
  const kept = except === undefined ? undefined : await keyOfSession(context, users, user, except);
  await revokeImports(context, user);
  const keys = await users.revoke(user, kept);
  const outcomes = await Promise.all(keys.map((key) => context.store.delete(key)));
  const ended = outcomes.filter((outcome) => outcome === "ok").length;
  context.emit({ type: "user_revoked", userId: user, sessions: ended, ...(kept && except && { except }) });
  if (everywhere) await passedEverywhere(context);
  return ended;
}

async function keyOfSession(
  context: Context,
  users: UserIndex,
  userId: string,
  id: string,
): Promise<string | undefined> {
  const sessions = await sessionsOf(context, users, userId);
  return sessions.find(({ facts }) => facts.id === id)?.key;
}
