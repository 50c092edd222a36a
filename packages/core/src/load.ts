import type { Context } from "./context.js";
import { cookieValues, MOST_VALUES } from "./cookie-reader.js";
import type { OpenedCookie } from "./cookie-tags.js";
import type { MaybePromise } from "./crypto/port.js";
import { sharedSession, usableSession } from "./live-session.js";
import { andThen } from "./maybe-promise.js";
import type { Scope } from "./scope.js";
import type { StoredRecord } from "./store.js";
import type { StoredSession } from "./stored-session.js";
import { keyOf } from "./token.js";

/**
 * Finds the session that the request's cookie leads to. Undefined, and nothing to wait for, when there is no cookie, and when
 * the record is in memory.
 */
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
  const [only = ""] = values;
  const found = values.length === 1 ? sessionOf(scope, only) : theOnlyLive(scope, values);
  if (!(found instanceof Promise)) return adopt(scope, found);
  return found.then(
    (session) => adopt(scope, session),
    (error: unknown) => {
      // The cookie may be good: an error page that writes to the session must not put a new one in its place.
      scope.leave();
      throw error;
    },
  );
}

/** Of several cookies the one that leads to a live session. Where more do, somebody may have planted one, and nothing tells which. */
async function theOnlyLive(scope: Scope, values: readonly string[]): Promise<FoundSession | undefined> {
  const found = await Promise.all(values.map(async (value) => sessionOf(scope, value)));
  const live = found.filter((session) => session !== undefined);
  if (live.length <= 1) return live[0];
  scope.context.emit({ type: "ambiguous_cookie", ids: live.map(({ stored }) => stored.facts.id) });
  return undefined;
}

interface FoundSession {
  readonly stored: StoredSession;
  readonly token: string;
  /** The cookie value to send anew, because an older key signed the one that came. */
  readonly renewed: string | undefined;
}

function adopt(scope: Scope, found: FoundSession | undefined): undefined {
  if (found !== undefined) scope.state.become(found.stored, found.token, found.renewed);
}

function sessionOf(scope: Scope, value: string): MaybePromise<FoundSession | undefined> {
  const { context } = scope;
  const { seal } = scope.cookie ?? context.secureCookie;
  return andThen<OpenedCookie, FoundSession | undefined>(seal.open(value), (cookie) => {
    if (cookie.status !== "ok") {
      context.emit({ type: "cookie_refused", reason: cookie.status });
      return undefined;
    }
    const { token, stale } = cookie;
    return andThen(
      andThen(keyOf(token), (key) => storedAt(context, key)),
      (stored) => {
        if (stored === undefined) return undefined;
        if (!stale) return { stored, token, renewed: undefined };
        return andThen(seal.seal(token), (renewed) => ({ stored, token, renewed }));
      },
    );
  });
}

/** From memory, where it is at hand; else from the store. */
function storedAt(context: Context, key: string): MaybePromise<StoredSession | undefined> {
  const refreshing = context.epoch.refresh();
  const near = context.store.peek(key);
  if (near !== undefined && refreshing === undefined) return sharedSession(context, key, near);
  const judge = (record: StoredRecord | undefined): StoredSession | undefined => {
    if (record !== undefined) return usableSession(context, key, record);
    context.emit({ type: "unknown_token" });
    return undefined;
  };
  const reading = context.store.read(key);
  if (refreshing === undefined) return reading.then(judge);
  return Promise.all([reading, refreshing]).then(([record]) => judge(record));
}

/** What a record says, for a request whose app has data of the session before it already: it must be possible to show them. */
export function readableSession(
  scope: Scope,
  key: string,
  record: StoredRecord | undefined,
): StoredSession | undefined {
  const live = record === undefined ? undefined : usableSession(scope.context, key, record);
  if (live === undefined || live.data !== undefined) return live;
  try {
    scope.state.decode(live.fields);
    return live;
  } catch {
    scope.context.emit({ type: "record_invalid", detail: "data" });
    return undefined;
  }
}
