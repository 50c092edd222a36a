import { SessionError } from "./errors.js";
import { revokeSession } from "./revocation.js";
import type { Scope } from "./scope.js";
import { endRecord } from "./user-list.js";
import { sessionsAt } from "./user-sessions.js";

/** Before a login that may be refused: nothing of what the visitor has is touched then. */
export async function refuseOverLimit(scope: Scope, userId: string): Promise<void> {
  const { policy } = scope.context;
  if (policy.overLimit !== "refuse" || policy.maxPerUser === undefined) return;
  if ((await othersOf(scope, userId)).length >= policy.maxPerUser) throw tooMany(scope, userId);
}

/**
 * After a login: ends the user's oldest sessions until no more are left than may be. Whoever signs in looks when his own
 * session is there for all to see: of several at once, the last one to look sees them all. They agree on who is oldest, so
 * that they do not end one another; who finds himself among the oldest gives way.
 */
export async function keepLimit(scope: Scope, userId: string): Promise<void> {
  const { context, state } = scope;
  const { maxPerUser, overLimit } = context.policy;
  const { users } = context.store;
  if (maxPerUser === undefined || users === undefined) return;
  const others = await othersOf(scope, userId);
  const surplus = others.length + 1 - maxPerUser;
  if (surplus <= 0) return;
  if (overLimit === "refuse") throw tooMany(scope, userId);
  context.emit({ type: "over_limit", userId, overLimit });
  const own = { id: state.facts.id, since: state.facts.authenticatedAt ?? 0 };
  const inOrder = [...others, own].sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
  const oldest = inOrder.slice(0, surplus).filter(({ id }) => id !== own.id);
  await Promise.all(oldest.map(({ id }) => revokeSession(context, users, userId, id, "limit")));
  if (oldest.length === surplus) return;
  await endRecord(context, userId, state.key);
  state.status = "ended";
  throw new SessionError("SESSION_ENDED", "A newer login of the same user has taken this one's place.");
}

interface Other {
  readonly id: string;
  readonly since: number;
}

/** The user's sessions but the request's own. One that moves to another token is there twice for a moment, and counts once. */
async function othersOf({ context, state }: Scope, userId: string): Promise<Other[]> {
  const { users } = context.store;
  if (users === undefined) return [];
  const own = state.status === "stored" ? state.facts.id : undefined;
  const keys = (await users.list(userId)).filter((key) => key !== state.key);
  // Most users are far from it: then their sessions need not be read.
  if (keys.length < (context.policy.maxPerUser ?? Infinity)) return [];
  const sinceOf = new Map<string, number>();
  for (const { facts } of await sessionsAt(context, userId, keys))
    if (facts.id !== own) sinceOf.set(facts.id, facts.authenticatedAt ?? 0);
  return Array.from(sinceOf, ([id, since]) => ({ id, since }));
}

function tooMany({ context }: Scope, userId: string): SessionError {
  context.emit({ type: "over_limit", userId, overLimit: "refuse" });
  return new SessionError(
    "TOO_MANY_SESSIONS",
    "You are signed in on as many devices as this site allows. Sign out on one of them first.",
  );
}
