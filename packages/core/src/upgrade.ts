import type { Context, Cookie } from "./context.js";
import { cookieValues } from "./cookie-reader.js";
import { load } from "./load.js";
import { checkOrigin, trustedOriginsOf } from "./origin.js";
import { Scope } from "./scope.js";
import type { SessionData } from "./session.js";
import { knownNames, objectOption } from "./validate.js";

/** What `sessions.load` reads of a request: Node's `IncomingMessage` fits. */
export interface UpgradeRequest {
  readonly method?: string | undefined;
  readonly headers: {
    readonly cookie?: string | undefined;
    readonly host?: string | undefined;
    readonly origin?: string | undefined;
  };
}

/** What `sessions.load` can be told. */
export interface LoadOptions {
  /** Origins that may connect besides the request's own host, such as `https://app.example.com`. */
  readonly trustedOrigins?: readonly string[];
}

/** A session as it was when it was loaded: for reading only, and without a way to write. */
export interface LoadedSession<Data extends object = SessionData> {
  readonly id: string;
  readonly userId: string | undefined;
  readonly createdAt: Date;
  readonly authenticatedAt: Date | undefined;
  /** When the session ends if no further HTTP request comes. */
  readonly expiresAt: Date;
  readonly data: { readonly [Key in keyof Data]?: Data[Key] };
}

/** Loads the session of an upgrade request: one read, no touch, and never a new session. */
export async function loadUpgrade(
  context: Context,
  request: UpgradeRequest,
  options: LoadOptions = {},
): Promise<LoadedSession | undefined> {
  const { trustedOrigins = [] } = objectOption("options", options) as LoadOptions;
  knownNames("load", options, ["trustedOrigins"]);
  const trusted = trustedOriginsOf(trustedOrigins);
  const { cookie: cookieHeader, origin, host } = request.headers;
  if (cookieHeader === undefined) return undefined;
  const came = (cookie: Cookie | undefined): boolean =>
    cookie !== undefined && cookieValues(cookieHeader, cookie.writer.name).length > 0;
  // Nothing but the cookie's name tells here whether the browser came over TLS. Where plain HTTP is not allowed, only
  // the name with the prefix counts.
  const secure = came(context.secureCookie);
  if (!secure && !came(context.plainCookie)) return undefined;
  // A browser sends cookies with every WebSocket, whichever page opens it; it is for the server to look at the origin.
  checkOrigin(origin, host, trusted);
  const scope = new Scope(context, { ...DEAF, method: request.method ?? "GET", cookieHeader, secure });
  await load(scope);
  return scope.state.status === "stored" ? snapshot(scope) : undefined;
}

const DEAF = {
  header: () => undefined,
  responseHeader: () => undefined,
  setResponseHeader: () => {},
  appendResponseHeader: () => {},
};

function snapshot({ state, context }: Scope): LoadedSession | undefined {
  const { id, userId, createdAt, authenticatedAt } = state.facts;
  try {
    return Object.freeze({
      id,
      userId,
      createdAt: new Date(createdAt),
      authenticatedAt: authenticatedAt === undefined ? undefined : new Date(authenticatedAt),
      // A limit that was made shorter since counts at once.
      expiresAt: new Date(Math.min(state.expiresAt, state.absoluteDeadline)),
      data: Object.freeze(state.decode(state.fields)),
    });
  } catch {
    context.emit({ type: "record_invalid", detail: "data" });
    return undefined;
  }
}
