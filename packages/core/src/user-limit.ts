import { SessionError } from "./errors.js";
import type { Scope } from "./scope.js";
import { endRecord } from "./user-list.js";
import { sessionsAt } from "./user-sessions.js";

/** Before a login that may be refused: nothing of what the visitor has is touched then. */
export async function refuseOverLimit(scope: Scope, userId: string): Promise<void> {
  const { policy } = scope.context;
  if (policy.overLimit !== "refuse" || policy.maxPerUser === undefined) return;
  const { facts, key } = scope.state;
  const own = facts.userId === userId ? key : undefined;
  if ((await othersOf(scope, userId, own)).length >= policy.maxPerUser) throw tooMany(scope, userId);
}

/**
 * After a login: ends the user's oldest sessions until no more are left than may be. Whoever signs in looks when his own
 * session is there for all to see: of several at once, the last one to look sees them all.
 */
export async function keepLimit(scope: Scope, userId: string): Promise<void> {
  const { context, state } = scope;
  const { maxPerUser, overLimit } = context.policy;
  if (maxPerUser === undefined) return;
  for (let moved = true; moved;) {
    const others = await othersOf(scope, userId, state.key);
    const surplus = others.length + 1 - maxPerUser;
    if (surplus <= 0) return;
    if (overLimit === "refuse") throw tooMany(scope, userId);
    const oldest = others.sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1)).slice(0, surplus);
    const outcomes = await Promise.all(oldest.map(({ key }) => endRecord(context, userId, key)));
    for (const [at, { id }] of oldest.entries())
      if (outcomes[at] === "ok") context.emit({ type: "ended", id, userId, reason: "limit" });
    context.emit({ type: "over_limit", userId, overLimit });
    // One that was gone has ended by itself, or has moved to another key: then it is still one too many.
    moved = outcomes.includes("gone");
  }
}

async function othersOf(
  { context }: Scope,
  userId: string,
  own: string | undefined,
): Promise<{ id: string; key: string; since: number }[]> {
  const { users } = context.store;
  if (users === undefined) return [];
  const keys = (await users.list(userId)).filter((key) => key !== own);
  // Most users are far from it: then their sessions need not be read.
  if (keys.length < (context.policy.maxPerUser ?? Infinity)) return [];
  const sessions = await sessionsAt(context, userId, keys);
  return sessions.map(({ key, facts }) => ({ id: facts.id, key, since: facts.authenticatedAt ?? 0 }));
}

function tooMany({ context }: Scope, userId: string): SessionError {
  context.emit({ type: "over_limit", userId, overLimit: "refuse" });
  return new SessionError(
    "TOO_MANY_SESSIONS",
    "You are signed in on as many devices as this site allows. Sign out on one of them first.",
  );
}
