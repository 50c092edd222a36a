import type { Context } from "./context.js";
import { SessionError } from "./errors.js";
import { revokeSession } from "./revocation.js";
import type { StoredSession } from "./stored-session.js";
import { endRecord } from "./user-list.js";
import { sessionsAt } from "./user-sessions.js";

/** The session that asks for room: it does not count as one of the others, under whatever key. */
type Own = Pick<StoredSession, "key" | "facts">;

/** Before a login that may be refused: nothing of what the visitor has is touched then. */
export async function refuseOverLimit(context: Context, userId: string, own: Own | undefined): Promise<void> {
  const { overLimit, maxPerUser } = context.policy;
  if (overLimit !== "refuse" || maxPerUser === undefined) return;
  if ((await othersOf(context, userId, own)).length >= maxPerUser) throw tooMany(context, userId);
}

/**
 * After a login: ends the user's oldest sessions until no more are left than may be. Whoever signs in looks when his own
 * session is there for all to see: of several at once, the last one to look sees them all. They agree on who is oldest, so
 * that they do not end one another; who finds himself among the oldest gives way.
 */
export async function keepLimit(context: Context, own: Own): Promise<void> {
  const { maxPerUser, overLimit } = context.policy;
  const { users } = context.store;
  const { id: ownId, userId, authenticatedAt: since = 0 } = own.facts;
  if (userId === undefined || maxPerUser === undefined || users === undefined) return;
  const others = await othersOf(context, userId, own);
  const surplus = others.length + 1 - maxPerUser;
  if (surplus <= 0) return;
  if (overLimit === "refuse") throw tooMany(context, userId);
  context.emit({ type: "over_limit", userId, overLimit });
  const inOrder = [...others, { id: ownId, since }].sort(
    (a, b) => a.since - b.since || (a.id < b.id ? -1 : 1),
  );
  const oldest = inOrder.slice(0, surplus).filter(({ id }) => id !== ownId);
  await Promise.all(oldest.map(({ id }) => revokeSession(context, users, userId, id, "limit")));
  if (oldest.length === surplus) return;
  await endRecord(context, userId, own.key);
  throw new SessionError("SESSION_ENDED", "A newer login of the same user has taken this one's place.");
}

interface Other {
  readonly id: string;
  readonly since: number;
}

/** The user's other sessions. One that moves to another token is there twice for a moment, and counts once. */
async function othersOf(context: Context, userId: string, own: Own | undefined): Promise<Other[]> {
  const { users } = context.store;
  if (users === undefined) return [];
  const keys = (await users.list(userId)).filter((key) => key !== own?.key);
  // Most users are far from it: then their sessions need not be read.
  if (keys.length < (context.policy.maxPerUser ?? Infinity)) return [];
  const sinceOf = new Map<string, number>();
  for (const { facts } of await sessionsAt(context, userId, keys))
    if (facts.id !== own?.facts.id) sinceOf.set(facts.id, facts.authenticatedAt ?? 0);
  return Array.from(sinceOf, ([id, since]) => ({ id, since }));
}

function tooMany({ emit }: Context, userId: string): SessionError {
  emit({ type: "over_limit", userId, overLimit: "refuse" });
  return new SessionError(
    "TOO_MANY_SESSIONS",
    "You are signed in on as many devices as this site allows. Sign out on one of them first.",
  );
}
