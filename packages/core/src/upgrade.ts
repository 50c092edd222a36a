import type { Context } from "./context.js";
import { cookieValues } from "./cookie-reader.js";
import { SessionError } from "./errors.js";
import { load } from "./load.js";
import { Scope } from "./scope.js";
import type { SessionData } from "./session.js";

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
  { trustedOrigins = [] }: LoadOptions = {},
): Promise<LoadedSession<SessionData> | undefined> {
  const { cookie: cookieHeader } = request.headers;
  if (cookieHeader === undefined) return undefined;
  // Nothing but the cookie's name tells here whether the browser came over TLS. Where plain HTTP is not allowed, only
  // the name with the prefix counts.
  const { writer } = context.secureCookie;
  const secure = context.plainCookie === undefined || cookieValues(cookieHeader, writer.name).length > 0;
  const scope = new Scope(context, { ...DEAF, method: request.method ?? "GET", cookieHeader, secure });
  const loading = load(scope);
  if (loading === undefined) return undefined;
  // A browser sends cookies with every WebSocket, whichever page opens it; it is for the server to look at the origin.
  checkOrigin(request.headers, trustedOrigins);
  await loading;
  return scope.state.status === "stored" ? snapshot(scope) : undefined;
}

const DEAF = {
  header: () => undefined,
  responseHeader: () => undefined,
  setResponseHeader: () => {},
  appendResponseHeader: () => {},
};

function snapshot({ state, context }: Scope): LoadedSession<SessionData> | undefined {
  const { id, userId, createdAt, authenticatedAt } = state.facts;
  try {
    return Object.freeze({
      id,
      userId,
      createdAt: new Date(createdAt),
      authenticatedAt: authenticatedAt === undefined ? undefined : new Date(authenticatedAt),
      expiresAt: new Date(state.expiresAt),
      data: Object.freeze(state.decode(state.fields)),
    });
  } catch {
    context.emit({ type: "record_invalid", detail: "data" });
    return undefined;
  }
}

function checkOrigin({ origin, host }: UpgradeRequest["headers"], trusted: readonly string[]): void {
  if (
    origin !== undefined &&
    (trusted.includes(origin) || (host !== undefined && hostOf(origin) === hostOf(`//${host}`)))
  ) {
    return;
  }
  throw new SessionError(
    "CROSS_ORIGIN",
    `The request's Origin is ${quote(origin)}, and its host ${quote(host)}: another site may have opened it in a browser ` +
      "that is signed in here. If that site is yours, name its origin in trustedOrigins.",
  );
}

/** Host and port in the spelling of URLs. The scheme is left out: behind a proxy that ends TLS it cannot be known here. */
function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin, "http://base").host;
  } catch {
    return undefined;
  }
}

/** Text from the network, for a message: short, and without anything that could look like a line of a log. */
function quote(text: string | undefined): string {
  return text === undefined ? "missing" : JSON.stringify(text.slice(0, 100));
}
