/** Every code that a {@link SessionError} can carry. Codes are stable: match on them, not on messages. */
export type SessionErrorCode =
  /** An option or an argument is wrong. The message names it, what it got and what is allowed. */
  | "INVALID_OPTION"
  /** The session was asked for where the adapter's middleware did not run. */
  | "NOT_INSTALLED"
  /** A page or call needs a signed-in user. */
  | "LOGIN_REQUIRED"
  /** The user signed in too long ago for this: ask for the password again. */
  | "LOGIN_TOO_OLD"
  /** The user has not proved enough for this: ask for a second factor. */
  | "LEVEL_TOO_LOW"
  /** The user has as many sessions as `maxPerUser` allows, and `overLimit` is `"refuse"`. */
  | "TOO_MANY_SESSIONS"
  /** The session was ended elsewhere (logout, rotation, expiry) while this request worked with it. */
  | "SESSION_ENDED"
  /** A page of another origin sent the request, or nothing shows that one of this site did. The message tells what came. */
  | "CROSS_ORIGIN"
  /** A form has no CSRF token, or not this session's. */
  | "CSRF_TOKEN"
  /** A session would begin on a route of `crossOrigin.exempt`. */
  | "ROUTE_EXEMPT"
  /** A new cookie is needed, but the response's head has already left. */
  | "HEAD_SENT"
  /** The cookie cannot be set: the request came over plain HTTP, and that is not allowed. */
  | "INSECURE_TRANSPORT"
  /** A value cannot be stored. The message names its path. */
  | "NOT_ENCODABLE"
  /** The data do not fit the schema. The message names their paths. */
  | "DATA_MISFIT"
  /** The session is larger than `maxBytes`. The message names its largest field. */
  | "TOO_LARGE"
  /** Other writers changed the session each time that this one tried. */
  | "STORE_CONFLICT"
  /** The store failed or did not answer in time. */
  | "STORE_UNAVAILABLE";

const STATUS: Readonly<Record<SessionErrorCode, number>> = {
  INVALID_OPTION: 500,
  NOT_INSTALLED: 500,
  LOGIN_REQUIRED: 401,
  LOGIN_TOO_OLD: 401,
  LEVEL_TOO_LOW: 401,
  TOO_MANY_SESSIONS: 403,
  SESSION_ENDED: 401,
  CROSS_ORIGIN: 403,
  CSRF_TOKEN: 403,
  ROUTE_EXEMPT: 500,
  HEAD_SENT: 500,
  INSECURE_TRANSPORT: 500,
  NOT_ENCODABLE: 500,
  DATA_MISFIT: 500,
  TOO_LARGE: 500,
  STORE_CONFLICT: 503,
  STORE_UNAVAILABLE: 503,
};

/**
 * The one error class of @sess. Recognise it by `name` and `code`: `instanceof` fails when two copies of a package are
 * loaded. Neither message nor properties hold a token, a key or a cookie.
 */
export class SessionError extends Error {
  /** Always the same: what to recognise the class by. */
  override readonly name = "SessionError";
  /** What went wrong; stable. */
  readonly code: SessionErrorCode;
  /** The HTTP status that fits: 401, 403, 500 or 503. Express, Fastify and Koa answer with it by themselves. */
  readonly status: number;
  /** The same number, by the name that some frameworks read. */
  readonly statusCode: number;
  /** Whether the message may be shown to the client: true below 500. Koa answers with it then, and does not log. */
  readonly expose: boolean;

  constructor(code: SessionErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.status = STATUS[code];
    this.statusCode = this.status;
    this.expose = this.status < 500;
  }
}

/** Whether an error is one of ours, with one of these codes. */
export function hasCode(error: unknown, codes: readonly SessionErrorCode[]): boolean {
  return codes.some((code) => code === (error as { code?: unknown } | undefined)?.code);
}

export function notInstalled(): SessionError {
  return new SessionError(
    "NOT_INSTALLED",
    "There is no session of this manager: no middleware ran before (app.use(expressSession(sessions)), " +
      "await app.register(fastifySession, { sessions }), app.use(koaSession(sessions)), webSession(sessions)(handler)), or that of " +
      "another manager, or this is not the request (in Koa ctx, in Hono c.req.raw).",
  );
}
