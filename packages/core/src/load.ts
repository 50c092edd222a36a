import type { Context } from "./context.js";
import { cookieValues, MOST_VALUES } from "./cookie-reader.js";
import type { OpenedCookie } from "./cookie-tags.js";
import type { MaybePromise } from "./crypto/port.js";
import { expiryOf } from "./expiry.js";
import { factsIn } from "./facts.js";
import { isReservedKey } from "./reserved.js";
import type { Scope } from "./scope.js";
import { dataFields, type StoredSession } from "./session-state.js";
import type { StoredRecord } from "./store.js";
import { keyOf } from "./token.js";

/** Finds the session that the request's cookie leads to. Undefined, and nothing to wait for, when there is no cookie. */
export function load(scope: Scope): Promise<void> | undefined {
  const { cookieHeader } = scope.exchange;
  if (cookieHeader === undefined) return undefined;
  // Where the transport gets no cookie, one can still come: from a browser that talks TLS to a proxy nobody told us of.
  const { writer } = scope.cookie ?? scope.context.secureCookie;
  const values = cookieValues(cookieHeader, writer.name);
  if (values.length === 0) return undefined;
  scope.cookieCame = true;
  if (values.length > MOST_VALUES) {
    scope.context.emit({ type: "cookie_refused", reason: "too_many" });
    return undefined;
  }
  return lookUp(scope, values);
}

async function lookUp(scope: Scope, values: readonly string[]): Promise<void> {
  const found = await Promise.all(values.map((value) => sessionOf(scope, value))).catch((error: unknown) => {
    // The cookie may be good: an error page that writes to the session must not put a new one in its place.
    scope.leave();
    throw error;
  });
  const live = found.filter((session) => session !== undefined);
  const [session] = live;
  if (session === undefined) return;
  if (live.length > 1) {
    // Somebody may have planted one of them, and nothing tells which.
    scope.context.emit({ type: "ambiguous_cookie", ids: live.map(({ stored }) => stored.facts.id) });
    return;
  }
  scope.state.become(session.stored, session.token, session.renewed);
}

interface FoundSession {
  readonly stored: StoredSession;
  readonly token: string;
  /** The cookie value to send anew, because an older key signed the one that came. */
  readonly renewed: string | undefined;
}

async function sessionOf(scope: Scope, value: string): Promise<FoundSession | undefined> {
  const { context } = scope;
  const { seal } = scope.cookie ?? context.secureCookie;
  const opened: MaybePromise<OpenedCookie> = seal.open(value);
  const cookie = opened instanceof Promise ? await opened : opened;
  if (cookie.status !== "ok") {
    context.emit({ type: "cookie_refused", reason: cookie.status });
    return undefined;
  }
  const key = await keyOf(cookie.token);
  const refreshing = context.epoch.refresh();
  const reading = context.store.read(key);
  const [record] = refreshing === undefined ? [await reading] : await Promise.all([reading, refreshing]);
  if (record === undefined) {
    context.emit({ type: "unknown_token" });
    return undefined;
  }
  const stored = liveSession(context, key, record);
  if (stored === undefined) return undefined;
  return { stored, token: cookie.token, renewed: cookie.stale ? await seal.seal(cookie.token) : undefined };
}

/** What a record says, if it can be read and has not expired. A store is trusted to keep records, not to be right. */
export function liveSession(context: Context, key: string, record: StoredRecord): StoredSession | undefined {
  const { emit, policy } = context;
  const now = context.now();
  const flaw = flawOf(record);
  if (flaw !== undefined) {
    emit({ type: "record_invalid", detail: flaw });
    return undefined;
  }
  const facts = factsIn(record.fields, now);
  if (facts === undefined) {
    emit({ type: "record_invalid", detail: "facts" });
    return undefined;
  }
  const reason = expiryOf(facts, record.expiresAt, policy, now);
  if (reason !== undefined) {
    emit({ type: "expired", id: facts.id, reason });
    return undefined;
  }
  if ((facts.epoch ?? 0) < context.epoch.known) {
    emit({ type: "expired", id: facts.id, reason: "everybody" });
    return undefined;
  }
  const { version, expiresAt } = record;
  return { key, facts, fields: dataFields(record.fields, isReservedKey), version, expiresAt };
}

/** The same for a record whose data the app has before it already: it must be possible to show them. */
export function readableSession(
  scope: Scope,
  key: string,
  record: StoredRecord | undefined,
): StoredSession | undefined {
  const live = record && liveSession(scope.context, key, record);
  if (live === undefined) return undefined;
  try {
    scope.state.decode(live.fields);
    return live;
  } catch {
    scope.context.emit({ type: "record_invalid", detail: "data" });
    return undefined;
  }
}

/** Which part of a record is not of the contract's shape. */
function flawOf(
  record: { fields: unknown; version: unknown; expiresAt: unknown } | null,
): string | undefined {
  if (typeof record !== "object" || record === null) return "record";
  if (typeof record.fields !== "object" || record.fields === null) return "fields";
  if (Object.values(record.fields).some((text) => typeof text !== "string")) return "fields";
  if (!Number.isFinite(record.version)) return "version";
  return Number.isFinite(record.expiresAt) ? undefined : "expiresAt";
}
