import type { Context } from "./context.js";
import { deadlineOf, seenAtOf, storedDeadlineOf } from "./expiry.js";
import { liveSession } from "./load.js";
import type { StoredSession } from "./session-state.js";
import type { UserIndex } from "./user-index.js";
import { endRecord, indexOf, userIdOf } from "./user-list.js";
import { knownNames, objectOption, refuse } from "./validate.js";

/** One session of a user, as `list` shows it. */
export interface ListedSession {
  /** The public handle: what `revoke` takes, and safe to show to the user. */
  readonly id: string;
  readonly createdAt: Date;
  /** When the user last proved who he is. */
  readonly authenticatedAt: Date;
  /** When its last request came, to the touch interval: a tenth of the idle time, at most a minute. */
  readonly lastSeenAt: Date;
  /** When it ends if no further request comes. */
  readonly expiresAt: Date;
  /** Whether it is the one that `list` was told of. */
  readonly current: boolean;
  /** What `login` was told. Escape it: most often it is what a browser has sent. */
  readonly label: string | undefined;
}

/** Options of `list`. */
export interface ListOptions {
  /** The handle (`session.id`) of the session that asks: "this device". It is seen now, though that is stored after the response. */
  readonly current?: string;
}

/** Options of `revokeUser`. */
export interface RevokeOptions {
  /** The handle (`session.id`) of the one session that stays. */
  readonly except?: string;
}

/** A user's live sessions: one call for the list, and the reads of one turn. */
async function sessionsOf(
  context: Context,
  users: UserIndex,
  userId: string,
): Promise<readonly StoredSession[]> {
  return sessionsAt(context, userId, await users.list(userId));
}

export async function sessionsAt(
  context: Context,
  userId: string,
  keys: readonly string[],
): Promise<readonly StoredSession[]> {
  await context.epoch.refresh();
  const found = await Promise.all(keys.map((key) => sessionAt(context, userId, key)));
  return found.filter((session) => session !== undefined);
}

async function sessionAt(context: Context, userId: string, key: string): Promise<StoredSession | undefined> {
  const record = await context.store.read(key);
  const session = record && liveSession(context, key, record);
  // A list is trusted to be complete, not to be right.
  return session?.facts.userId === userId ? session : undefined;
}

/** A user's sessions, as he may see them. */
export async function list(
  context: Context,
  userId: unknown,
  options: unknown,
): Promise<readonly ListedSession[]> {
  const user = userIdOf("list(userId)", userId);
  const given: ListOptions = objectOption("list options", options ?? {});
  knownNames("list", given, ["current"]);
  const current = handleOption("list current", given.current);
  // One that moves to another token is there twice for a moment.
  const byId = new Map<string, ListedSession>();
  for (const session of await sessionsOf(context, indexOf(context), user))
    byId.set(session.facts.id, toListed(context, session, current));
  return [...byId.values()];
}

function toListed(
  { policy, now }: Context,
  { facts, expiresAt: stored }: StoredSession,
  asking: string | undefined,
): ListedSession {
  const { id, createdAt, authenticatedAt = createdAt, label } = facts;
  const current = id === asking;
  const expiresAt = current ? storedDeadlineOf(facts, policy, now()) : stored;
  return {
    id,
    createdAt: new Date(createdAt),
    authenticatedAt: new Date(authenticatedAt),
    lastSeenAt: new Date(current ? now() : Math.min(now(), seenAtOf(facts, policy, expiresAt))),
    expiresAt: new Date(deadlineOf(facts, policy, expiresAt)),
    current,
    label,
  };
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
  knownNames("revokeUser", given, ["except"]);
  const except = handleOption("revokeUser except", given.except);
  const users = indexOf(context);
  const kept = except === undefined ? undefined : await keyOfSession(context, users, user, except);
  const keys = await users.revoke(user, kept);
  const outcomes = await Promise.all(keys.map((key) => context.store.delete(key)));
  const ended = outcomes.filter((outcome) => outcome === "ok").length;
  context.emit({ type: "user_revoked", userId: user, sessions: ended });
  return ended;
}

function handleOption(option: string, value: unknown): string | undefined {
  return value === undefined || typeof value === "string" ? value : refuse(option, value, "a session's id");
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
