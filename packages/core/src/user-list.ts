import type { Context } from "./context.js";
import { SessionError } from "./errors.js";
import type { StoredSession } from "./stored-session.js";
import type { DeleteOutcome } from "./store.js";
import type { UserIndex } from "./user-index.js";
import { isWellFormed, refuse } from "./validate.js";

const LONGEST_USER_ID = 256;

export function userIdOf(option: string, userId: unknown): string {
  return typeof userId === "string" &&
    userId !== "" &&
    userId.length <= LONGEST_USER_ID &&
    isWellFormed(userId) // Or two users could become one.
    ? userId
    : refuse(
        option,
        userId,
        `a well-formed text of 1 to ${LONGEST_USER_ID} characters: String(user.id) for a number`,
      );
}

export function handleOption(option: string, value: unknown): string | undefined {
  return value === undefined || typeof value === "string" ? value : refuse(option, value, "a session's id");
}

export function indexOf(context: Context): UserIndex {
  return (
    context.store.users ??
    refuse("store.users", undefined, "a user index: this store cannot tell which sessions a user has")
  );
}

/** Throws SESSION_ENDED when somebody has revoked the user's sessions while this one was being made. */
export async function confirmListed(
  { store }: Context,
  { key, facts: { userId } }: StoredSession,
  replaced?: string,
): Promise<void> {
  if (userId === undefined || store.users === undefined) return;
  if (await store.users.confirm(userId, key, replaced)) return;
  throw new SessionError(
    "SESSION_ENDED",
    "The user's sessions were revoked while this one was being made. It has been removed.",
  );
}

/** Ends a record, and only then takes it off the list: a live record that is not listed could not be revoked any more. */
export async function endRecord(
  context: Context,
  userId: string | undefined,
  key: string,
): Promise<DeleteOutcome> {
  const outcome = await context.store.delete(key);
  if (userId !== undefined) await unlist(context, userId, key);
  return outcome;
}

/** Takes an ended session off its user's list. A failure does no harm: an entry without a record counts for nothing. */
export async function unlist({ store }: Context, userId: string, key: string): Promise<void> {
  await store.users?.remove(userId, key).catch(toldByTheGuard);
}

/** Removes a record that is known to nobody. If the store does not answer now, the deadline removes it. */
export async function removeQuietly(context: Context, { key, facts }: StoredSession): Promise<void> {
  await endRecord(context, facts.userId, key).catch(toldByTheGuard);
}

/** An earlier failure is the one to report, or there is none: the store's guard has told of this one by an event. */
function toldByTheGuard(): undefined {
  return undefined;
}
