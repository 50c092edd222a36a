import type { Context } from "./context.js";
import { createRecord } from "./create-record.js";
import { importable } from "./importable.js";
import {
  areImportsRevoked,
  importedToken,
  isLeft,
  leaveOld,
  mark,
  markedUntil,
  markerOf,
  nonceIn,
} from "./import-marker.js";
import { reasonOf, refusal, refusingAs } from "./import-refusal.js";
import { usableSession } from "./live-session.js";
import { load } from "./load.js";
import type { OldSession } from "./migration.js";
import { dropCookie, endQuietly, type Found, oldSessionsOf } from "./old-sessions.js";
import type { Scope } from "./scope.js";
import type { StoredRecord } from "./store.js";
import type { StoredSession } from "./stored-session.js";
import { keyOf, newHandle } from "./token.js";
import { keepLimit } from "./user-limit.js";
import { confirmListed, removeQuietly } from "./user-list.js";

/** Finds the request's session: by our own cookie, else by that of a library which was here before. */
export function loadOrImport(scope: Scope): Promise<void> | undefined {
  const loading = load(scope);
  if (scope.context.policy.migrate.length === 0) return loading;
  return loading === undefined ? importInto(scope) : loading.then(() => importInto(scope));
}

/** Undefined, and nothing to wait for, when there is nothing to import. */
function importInto(scope: Scope): Promise<void> | undefined {
  if (scope.state.status === "stored") return undefined;
  const found = oldSessionsOf(scope);
  // Where no cookie can be sent, the old one has to go on.
  if (found.length === 0 || scope.cookieRefusal() !== undefined) return undefined;
  return importFirst(scope, found).catch((error: unknown) => {
    // The old cookie may be good: an error page that writes to the session must not begin another.
    scope.leave();
    throw error;
  });
}

/** One that cannot be imported does not stand in the way of the next. */
async function importFirst(scope: Scope, all: readonly Found[]): Promise<void> {
  await scope.context.epoch.refresh();
  for (const found of all) {
    try {
      if (await importOld(scope, found)) return;
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === undefined) throw error;
      scope.context.emit({ type: "import_refused", from: found.migration.name, reason });
    }
  }
}

/**
 * Imports a session once. Each step can be the last one of a process that dies, and the next request with the old cookie goes on:
 *
 * 1. A record of ours, on its user's list, and not revoked. Nobody has its token. Those of parallel requests have one handle, so that
 *    together they count as one session: nobody is over the limit because of them. Who dies now leaves it to its deadline.
 * 2. The marker, which is the arbiter: one request sets it. The others come to that one's record by it, and remove their own. From now
 *    on it is imported, and the rest is to make room for it:
 * 3. the limit of sessions, while the old one is still there: what fails or is refused here has not signed anybody out;
 * 4. the end of the old record. When it was gone by then, somebody has logged out meanwhile, and ours goes as well.
 */
async function importOld(scope: Scope, found: Found): Promise<boolean> {
  const { context } = scope;
  const { migration, old } = found;
  const marker = await markerOf(old);
  // In this order: where another request has ended the old record just now, its marker is there.
  const record = await context.store.call("migrate.load", () => old.load());
  const known = await context.store.read(marker);
  if (known !== undefined) return adopt(scope, old, known);
  const fresh = await importable(scope, found, record);
  if (fresh === undefined) return false;
  const { id, userId } = fresh.facts;

  let nonce = "";
  const { stored, token, cookie } = await createRecord(scope, fresh.facts, fresh.held, () =>
    importedToken(old.secret, (nonce = newHandle())),
  );
  await mayStay(context, stored);
  if (!(await mark(context, marker, nonce, markedUntil(migration, record)))) {
    await removeQuietly(context, stored);
    const winner = await context.store.read(marker);
    return winner !== undefined && adopt(scope, old, winner);
  }
  await replaceOld(context, old, marker, stored);
  take(scope, old, stored, token, cookie);
  context.emit({ type: "imported", from: migration.name, id, ...(userId !== undefined && { userId }) });
  return true;
}

/** Another request has imported it, or is just about to. What has been ended since stays so. */
async function adopt(scope: Scope, old: OldSession, marker: StoredRecord): Promise<boolean> {
  const { context } = scope;
  if (isLeft(marker)) await endQuietly(context, old);
  const token = await importedToken(old.secret, nonceIn(marker));
  const key = await keyOf(token);
  const record = await context.store.read(key);
  const stored = record && usableSession(context, key, record);
  if (stored === undefined) return false;
  const { seal } = scope.cookie ?? context.secureCookie;
  take(scope, old, stored, token, await seal.seal(token));
  return true;
}

function take(scope: Scope, old: OldSession, stored: StoredSession, token: string, cookie: string): void {
  scope.state.become(stored, token, cookie);
  dropCookie(scope, old);
}

/** Refuses where the user was revoked, before or while the record was made, or has no room for it. */
async function mayStay(context: Context, stored: StoredSession): Promise<void> {
  try {
    await refusingAs("revoked", confirmListed(context, stored));
    if (await areImportsRevoked(context, stored.facts.userId)) throw refusal("revoked");
    // Now that it is there for all to see: of several that come over at once, the last one to look sees them all.
    if (context.policy.overLimit === "refuse") await refusingAs("limit", keepLimit(context, stored));
  } catch (error) {
    await removeQuietly(context, stored);
    throw error;
  }
}

/** Who is too much ends only now: requests that do not set the marker must end nobody. */
async function replaceOld(
  context: Context,
  old: OldSession,
  marker: string,
  stored: StoredSession,
): Promise<void> {
  try {
    if (context.policy.overLimit === "evict") await refusingAs("limit", keepLimit(context, stored));
    if (await context.store.call("migrate.end", () => old.end())) return;
  } catch (error) {
    // Ours is there for the next request.
    if (reasonOf(error) === undefined) await leaveOld(context, marker);
    throw error;
  }
  await removeQuietly(context, stored);
  throw refusal("ended");
}
