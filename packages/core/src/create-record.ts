import type { MaybePromise } from "./crypto/port.js";
import { SessionError } from "./errors.js";
import { absoluteDeadlineOf, storedDeadlineOf } from "./expiry.js";
import { type Facts, withFacts } from "./facts.js";
import { checkFit } from "./data-check.js";
import { DATA_VERSION_FIELD } from "./data-policy.js";
import { charactersOf, checkSize } from "./fields.js";
import type { Scope } from "./scope.js";
import type { Held, StoredSession } from "./stored-session.js";
import type { Fields } from "./store.js";
import { keyOf, newToken } from "./token.js";
import { removeQuietly } from "./user-list.js";

/** A record that was just created, its token, and the cookie value that leads to it. */
export interface Begun {
  readonly stored: StoredSession;
  readonly token: string;
  readonly cookie: string;
}

/** Random keys do not collide; a generator that repeats itself must not make two users share a session (ASVS 7.2.3). */
const MOST_COLLISIONS = 3;

/** Stores a session under a new token. The caller has made sure that a cookie can be sent. */
export async function createRecord(
  scope: Scope,
  fresh: Facts,
  held: Held,
  makeToken: () => MaybePromise<string> = newToken,
): Promise<Begun> {
  const { policy, store, epoch } = scope.context;
  await epoch.refresh();
  // A session that moves stays in the epoch that it began in.
  const facts = { ...fresh, epoch: fresh.epoch ?? epoch.known };
  const { userId } = facts;
  checkFit(held.fields, policy);
  const fields = withFacts(held.fields, facts, held.unseen);
  if (policy.data) fields[DATA_VERSION_FIELD] ??= String(policy.data.version);
  checkSize(fields, policy.maxBytes);
  const expiresAt = storedDeadlineOf(facts, policy, scope.context.now());
  for (let collisions = 0; collisions < MOST_COLLISIONS; collisions++) {
    const token = await makeToken();
    const key = await keyOf(token);
    // Listed first: a revocation that comes between the two must find the session, and `confirmListed` finds the revocation.
    if (userId !== undefined) await store.users?.add(userId, key, absoluteDeadlineOf(facts, policy));
    const stored = { ...held, key, facts, version: 1, expiresAt };
    if (await created(scope, stored, fields)) {
      const { seal } = scope.cookie ?? scope.context.secureCookie;
      return { stored, token, cookie: await seal.seal(token) };
    }
    if (userId !== undefined) await store.users?.remove(userId, key);
  }
  throw new SessionError(
    "STORE_CONFLICT",
    `${MOST_COLLISIONS} new tokens in a row were taken: the random generator repeats itself, or the store calls all keys taken.`,
  );
}

/** A record of which only the answer was lost would be a session that nobody has. */
async function created({ context }: Scope, stored: StoredSession, fields: Fields): Promise<boolean> {
  const { key, facts, expiresAt } = stored;
  try {
    return await context.store.create(key, { fields, expiresAt, anonymous: facts.userId === undefined });
  } catch (error) {
    await removeQuietly(context, stored);
    throw error;
  }
}

/**
 * Throws DATA_MISFIT when a patch would store what does not fit, and TOO_LARGE when it would make a record too large. Parallel writers can do so together; a patch that makes it no
 * larger than this request knows it is the way back, and passes.
 */
export function checkPatch({ context, state }: Scope, fields: Fields): void {
  checkFit(fields, context.policy);
  if (charactersOf(fields) > charactersOf(state.fields)) {
    checkSize(withFacts(fields, state.facts, state.unseen), context.policy.maxBytes);
  }
}
