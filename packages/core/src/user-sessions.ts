import type { Context } from "./context.js";
import { liveSession } from "./live-session.js";
import { deadlineOf, seenAtOf, storedDeadlineOf } from "./expiry.js";
import type { StoredSession } from "./stored-session.js";
import type { UserIndex } from "./user-index.js";
import { handleOption, indexOf, userIdOf } from "./user-list.js";
import { knownNames, objectOption } from "./validate.js";

/** One session of a user, as `list` shows it. */
export interface ListedSession {
  /** The public handle: what `revoke` takes, and safe to show to the user. */
  readonly id: string;
  /** When the session began. */
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

/** A user's live sessions: one call for the list, and the reads of one turn. */
export async function sessionsOf(
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
