import { sha256 } from "#crypto";
import type { MaybePromise } from "./crypto/port.js";
import type { Context } from "./context.js";
import { LONGEST_LIFE_SECONDS } from "./longest-life.js";
import type { Migration, OldRecord, OldSession } from "./migration.js";
import type { StoredRecord } from "./store.js";

/**
 * Two kinds of records besides sessions. A marker says that an old session was imported, and stays when ours has ended: nothing is
 * imported twice. It holds a random text; the token is made of that and of what the old cookie holds, so neither of the two stores
 * knows it, and parallel requests with the same old cookie come to the same one.
 *
 * The other one says that a user was revoked: his old sessions are over, those also that nobody has seen yet.
 */
const NONCE_FIELD = "nonce";
/** Set where the old record could not be ended. */
const LEFT_FIELD = "left";

export function markerOf({ id }: OldSession): MaybePromise<string> {
  return sha256(`sess/v1 import\0${id}`);
}

export function nonceIn({ fields }: StoredRecord): string {
  return fields[NONCE_FIELD] ?? "";
}

/** 256 bits; the letter makes it as long as all tokens are. */
export async function importedToken(secret: string, nonce: string): Promise<string> {
  return `M${await sha256(`sess/v1 import token\0${nonce}\0${secret}`)}`;
}

/** The handle of the session that an old one becomes, whichever request imports it. As long as all handles are. */
export async function importedHandle(secret: string): Promise<string> {
  return (await sha256(`sess/v1 import handle\0${secret}`)).slice(0, 22);
}

function revokedMarkerOf(userId: string): MaybePromise<string> {
  return sha256(`sess/v1 import revoked\0${userId}`);
}

/** Those from which sessions are still imported. */
export function openMigrations({ policy, now }: Context): readonly Migration[] {
  return policy.migrate.filter(({ until }) => until.getTime() > now());
}

/** As long as the old session could come over again, also where `until` is moved later. */
export function markedUntil({ until }: Migration, record: OldRecord | "unreadable" | undefined): number {
  const end = typeof record === "object" ? record.expiresAt : 0;
  return end > until.getTime() ? end : until.getTime();
}

/**
 * Before the user's list is emptied: an import that asks too early is listed, and found there. A manager without migrations writes
 * nothing: those who never migrate do not pay for it.
 */
export async function revokeImports(context: Context, userId: string): Promise<void> {
  if (openMigrations(context).length === 0) return;
  await mark(context, await revokedMarkerOf(userId), "");
}

export async function areImportsRevoked({ store }: Context, userId: string | undefined): Promise<boolean> {
  return userId !== undefined && (await store.read(await revokedMarkerOf(userId))) !== undefined;
}

/** @returns false where the marker was there before. */
export function mark(
  { store, now }: Context,
  key: string,
  nonce: string,
  expiresAt: number = Infinity,
): Promise<boolean> {
  return store.create(key, {
    fields: { [NONCE_FIELD]: nonce },
    expiresAt: Math.min(expiresAt, now() + LONGEST_LIFE_SECONDS * 1000),
    anonymous: false,
  });
}

/** The old record is still there, for all that is known: whoever comes by the marker ends it. */
export async function leaveOld({ store }: Context, marker: string): Promise<void> {
  await store.patch(marker, { set: { [LEFT_FIELD]: "1" } }).catch(() => undefined);
}

export function isLeft({ fields }: StoredRecord): boolean {
  return fields[LEFT_FIELD] !== undefined;
}
