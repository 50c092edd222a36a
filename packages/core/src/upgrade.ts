import type { Context, Cookie } from "./context.js";
import { cookieValues } from "./cookie-reader.js";
import type { AssuranceLevel } from "./assurance-level.js";
import { load } from "./load.js";
import { SessionError } from "./errors.js";
import { isOfHost, originAdvice } from "./origin.js";
import { quote } from "./printable.js";
import { Scope } from "./scope.js";
import type { SessionData } from "./data-schema.js";

/** What `sessions.load` reads of a request: Node's `IncomingMessage` fits. */
export interface UpgradeRequest {
  /** Not looked at: it is there so that Node's request fits. */
  readonly method?: string | undefined;
  /** The cookie, and what tells which page opened the connection. */
  readonly headers: {
    readonly cookie?: string | undefined;
    readonly host?: string | undefined;
    /** The host, where the request came over HTTP/2. */
    readonly ":authority"?: string | undefined;
    readonly origin?: string | undefined;
  };
}

/** A session as it was when it was loaded: for reading only, and without a way to write. */
export interface LoadedSession<Data extends object = SessionData> {
  /** The public handle: safe in logs, and the same when the session gets a new token. */
  readonly id: string;
  /** Who is signed in. */
  readonly userId: string | undefined;
  /** When the session began. */
  readonly createdAt: Date;
  /** When the user last signed in; undefined where nobody is, or where a migration does not know it. */
  readonly authenticatedAt: Date | undefined;
  /** How surely it is known who is there; undefined while nobody is signed in. */
  readonly assuranceLevel: AssuranceLevel | undefined;
  /** When the session ends if no further HTTP request comes. */
  readonly expiresAt: Date;
  /** The app's data, frozen. */
  readonly data: { readonly [Key in keyof Data]?: Data[Key] };
}

/** Loads the session of an upgrade request: one read, no touch, and never a new session. */
export async function loadUpgrade(
  context: Context,
  request: UpgradeRequest,
): Promise<LoadedSession | undefined> {
  const { cookie: cookieHeader, origin, ":authority": host = request.headers.host } = request.headers;
  if (cookieHeader === undefined) return undefined;
  const came = (cookie: Cookie | undefined): boolean =>
    cookie !== undefined && cookieValues(cookieHeader, cookie.writer.name).length > 0;
  // Nothing but the cookie's name tells here whether the browser came over TLS. Where plain HTTP is not allowed, only
  // the name with the prefix counts.
  const secure = came(context.secureCookie);
  if (!secure && !came(context.plainCookie)) return undefined;
  // A browser sends cookies with every WebSocket, whichever page opens it; it is for the server to look at the origin.
  checkOrigin(origin, host, secure, context.policy.crossOrigin.trustedOrigins);
  const scope = new Scope(context, { ...DEAF, cookieHeader, secure });
  await load(scope);
  return scope.state.status === "stored" ? snapshot(scope) : undefined;
}

const DEAF = {
  method: "GET",
  path: "",
  header: () => undefined,
  responseHeader: () => undefined,
  setResponseHeader: () => {},
  appendResponseHeader: () => {},
};

function snapshot({ state, context }: Scope): LoadedSession | undefined {
  const { id, userId, createdAt, authenticatedAt, unproven } = state.facts;
  try {
    return Object.freeze({
      id,
      userId,
      createdAt: new Date(createdAt),
      assuranceLevel: state.assuranceLevel,
      authenticatedAt: authenticatedAt === undefined || unproven ? undefined : new Date(authenticatedAt),
      // A limit that was made shorter since counts at once.
      expiresAt: new Date(state.storedDeadline),
      data: Object.freeze(state.decode(state.fields)),
    });
  } catch {
    context.emit({ type: "record_invalid", detail: "data" });
    return undefined;
  }
}

/** Throws CROSS_ORIGIN unless the page that opened this request is of its own host, or of a trusted origin. */
function checkOrigin(
  origin: string | undefined,
  host: string | undefined,
  secure: boolean,
  trusted: readonly string[],
): void {
  if (origin !== undefined && (trusted.includes(origin) || isOfHost(origin, host, secure))) return;
  throw new SessionError(
    "CROSS_ORIGIN",
    origin === undefined
      ? `The request came with a session, but its Origin is missing. ${originAdvice(host, secure)}`
      : `The request's Origin is ${quote(origin)}, and its host ${quote(host)}: another site may have opened it in a browser ` +
          "that is signed in here. If that site is yours, name its origin in crossOrigin.trustedOrigins of createSessions.",
  );
}
