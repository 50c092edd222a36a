import type { Context } from "./context.js";
import { createRecord } from "./create-record.js";
import { fit } from "./data-fit.js";
import { hasCode } from "./errors.js";
import type { ImportRefusal } from "./events.js";
import { type Facts, withFacts } from "./facts.js";
import { checkSize, encodeData } from "./fields.js";
import { areImportsRevoked, importedToken, mark, markerOf, NONCE_FIELD } from "./import-marker.js";
import { usableSession } from "./live-session.js";
import { load } from "./load.js";
import type { Migration, OldRecord, OldSession } from "./migration.js";
import { dropCookie, type Found, oldSessionsOf } from "./old-sessions.js";
import { withoutReserved } from "./reserved.js";
import type { Scope } from "./scope.js";
import { SessionState } from "./session-state.js";
import type { StoredRecord } from "./store.js";
import type { Held, StoredSession } from "./stored-session.js";
import { keyOf, newHandle } from "./token.js";
import { keepLimit, refuseOverLimit } from "./user-limit.js";
import { confirmListed, removeQuietly, userIdOf } from "./user-list.js";

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
async function importFirst(scope: Scope, found: readonly Found[]): Promise<void> {
  await scope.context.epoch.refresh();
  for (const { migration, old } of found) {
    try {
      if (await importOld(scope, migration, old)) return;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      scope.context.emit({ type: "import_refused", from: migration.name, reason: error.reason });
    }
  }
}

/**
 * Imports a session once. A record of ours comes first, then the marker, which is the arbiter: of parallel requests one sets it, and
 * the others come to that one's record by it. Whoever dies in between leaves a record that nobody has, and nobody is signed out.
 * At last the old record is ended: when it was gone by then, somebody has logged out meanwhile, and ours goes as well.
 */
async function importOld(scope: Scope, migration: Migration, old: OldSession): Promise<boolean> {
  const { context } = scope;
  const marker = await markerOf(old.secret);
  // In this order: where another request has ended the old record just now, its marker is there.
  const record = await context.store.call("migrate.load", () => old.load());
  const known = await context.store.read(marker);
  if (known !== undefined) return adopt(scope, old, known);
  const found = await importable(scope, migration, record);
  if (found === undefined) return false;
  const { facts, held } = found;
  const { id, userId } = facts;

  let nonce = "";
  const begun = await createRecord(scope, facts, held, () =>
    importedToken(old.secret, (nonce = newHandle())),
  );
  await confirmUser(context, begun.stored);
  if (!(await mark(context, marker, nonce, found.markedUntil))) {
    await removeQuietly(context, begun.stored);
    const winner = await context.store.read(marker);
    return winner !== undefined && adopt(scope, old, winner);
  }
  if (!(await context.store.call("migrate.end", () => old.end()))) {
    await removeQuietly(context, begun.stored);
    throw new Refusal("ended");
  }
  take(scope, old, begun.stored, begun.token, begun.cookie);
  if (userId !== undefined) await keepWithinLimit(scope, userId);
  context.emit({ type: "imported", from: migration.name, id, ...(userId !== undefined && { userId }) });
  return true;
}

/** What is to be imported; undefined when there is nothing. */
async function importable(
  scope: Scope,
  migration: Migration,
  record: OldRecord | "unreadable" | undefined,
): Promise<{ facts: Facts; held: Held; markedUntil: number } | undefined> {
  const { context } = scope;
  if (record === "unreadable") throw new Refusal("unreadable");
  // Also where it is no number.
  if (record === undefined || !(record.expiresAt > context.now())) return undefined;
  const facts = factsOf(scope, migration, record);
  const held = heldOf(scope, record, facts);
  // Most of them are visitors' of whom nothing is known.
  if (facts.userId === undefined && Object.keys(held.fields).length === 0) return undefined;
  // It may be from before, and nothing tells.
  if (context.epoch.known > 0) throw new Refusal("revoked");
  if (facts.userId !== undefined) await withinLimit(refuseOverLimit(scope, facts.userId));
  return { facts, held, markedUntil: Math.max(migration.until.getTime(), record.expiresAt) };
}

/** Another request has imported it, or is just about to. What has been ended since stays so. */
async function adopt(scope: Scope, old: OldSession, marker: StoredRecord): Promise<boolean> {
  const { context } = scope;
  const token = await importedToken(old.secret, marker.fields[NONCE_FIELD] ?? "");
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

/** It lives no longer than one of ours, and where the old one had a fixed end, as long as that. */
function factsOf({ state, context }: Scope, { userId: userOf }: Migration, record: OldRecord): Facts {
  const now = context.now();
  const fresh = { ...state.facts, createdAt: now, epoch: 0 };
  const user = refusing("user", () => {
    const given = userOf?.(record.data) ?? undefined;
    return given === undefined ? undefined : userIdOf("migrate userId(data)", given);
  });
  const { absoluteMs } = user === undefined ? context.policy.anonymous : context.policy;
  const mostAt = record.slides ? Infinity : Math.floor(record.expiresAt);
  const facts = { ...fresh, endsAt: Math.min(now + absoluteMs, mostAt) };
  if (user === undefined) return facts;
  // When he signed in, nobody knows: for what asks for a recent login it was too long ago.
  return { ...facts, userId: user, authenticatedAt: now, unproven: true };
}

/** To a schema they are data from before there was one. */
function heldOf(scope: Scope, record: OldRecord, facts: Facts): Held {
  const { codec, maxBytes } = scope.context.policy;
  const texts = refusing("unreadable", () => encodeData(withoutReserved(scope, record.data), codec));
  const fitted = fit(scope.context, { key: "", facts, fields: texts, version: 0, expiresAt: 0 }, texts);
  if (fitted === undefined) throw new Refusal("unreadable");
  const { fields, data, unseen } = fitted;
  refusing("too_large", () => checkSize(withFacts(fields, facts, unseen), maxBytes));
  return { fields, data, unseen };
}

/** Throws where the user was revoked, before or while the record was made. */
async function confirmUser(context: Context, stored: StoredSession): Promise<void> {
  try {
    await confirmListed(context, stored);
    if (await areImportsRevoked(context, stored.facts.userId)) throw new Refusal("revoked");
  } catch (error) {
    await removeQuietly(context, stored);
    throw hasCode(error, ["SESSION_ENDED"]) ? new Refusal("revoked") : error;
  }
}

async function keepWithinLimit(scope: Scope, userId: string): Promise<void> {
  try {
    await withinLimit(keepLimit(scope, userId));
  } catch (error) {
    // The old record is gone by now: after a failure the session must be there for the next request.
    const refused = error instanceof Refusal && scope.state.status !== "ended";
    if (refused) await removeQuietly(scope.context, scope.state);
    scope.state = new SessionState(scope.context);
    throw error;
  }
}

async function withinLimit(checking: Promise<void>): Promise<void> {
  try {
    await checking;
  } catch (error) {
    throw hasCode(error, ["TOO_MANY_SESSIONS", "SESSION_ENDED"]) ? new Refusal("limit") : error;
  }
}

/** An old session stays where it is; the request goes on without. */
class Refusal extends Error {
  readonly reason: ImportRefusal;

  constructor(reason: ImportRefusal) {
    super(reason);
    this.reason = reason;
  }
}

function refusing<T>(reason: ImportRefusal, work: () => T): T {
  try {
    return work();
  } catch {
    throw new Refusal(reason);
  }
}
