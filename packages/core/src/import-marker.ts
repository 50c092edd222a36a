import { sha256 } from "#crypto";
import type { MaybePromise } from "./crypto/port.js";
import type { Context } from "./context.js";
import { LONGEST_LIFE_SECONDS } from "./longest-life.js";
import type { Migration } from "./migration.js";

/**
 * Two kinds of records besides sessions. A marker says that an old session was imported, and stays when ours has ended: nothing is
 * imported twice. It holds a random text; the token is made of that and of what the old cookie holds, so neither of the two stores
 * knows it, and parallel requests with the same old cookie come to the same one.
 *
 * The other one says that a user was revoked: his old sessions are over, those also that nobody has seen yet.
 */
export const NONCE_FIELD = "nonce";

export function markerOf(secret: string): MaybePromise<string> {
  return sha256(`sess/v1 import\0${secret}`);
}

/** 256 bits; the letter makes it as long as all tokens are. */
export async function importedToken(secret: string, nonce: string): Promise<string> {
  return `M${await sha256(`sess/v1 import token\0${nonce}\0${secret}`)}`;
}

function revokedMarkerOf(userId: string): MaybePromise<string> {
  return sha256(`sess/v1 import revoked\0${userId}`);
}

/** Those from which sessions are still imported. */
export function openMigrations({ policy, now }: Context): readonly Migration[] {
  return policy.migrate.filter(({ until }) => until.getTime() > now());
}

/** Before the user's list is emptied: an import that asks too early is listed, and found there. */
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
