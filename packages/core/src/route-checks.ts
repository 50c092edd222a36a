import { checkBrackets } from "./brackets.js";
import { hasCode, notInstalled } from "./errors.js";
import { SAFE_METHODS } from "./guard.js";
import { checkDemand, DEMANDS, type LoginDemand, loginRequired } from "./login-demand.js";
import { booleanOption, knownNames, methodsOption, objectOption, refuse } from "./validate.js";

/** What `requireLogin` and `requireCsrfToken` need of a session manager, whatever the type of its data. */
export interface SessionFinder {
  /** The session that a request was given; undefined where no middleware has run. */
  find(request: object): { readonly session: object } | undefined;
}

/** What an adapter's `requireLogin` takes. */
export interface RequireLoginOptions extends LoginDemand {
  /** Whose users are meant, where an app has several managers. Default: those of the session middleware used last. */
  readonly sessions?: SessionFinder;
  /**
   * True: the store is asked whether the session still stands, whatever is in this process' memory (`@sess/near-cache`). For what must
   * not happen after a revocation, not even for a moment. It costs a store call. Default false.
   */
  readonly fresh?: boolean;
}

/** What an adapter's `requireCsrfToken` takes. */
export interface RequireCsrfTokenOptions {
  /** Whose sessions are meant, where an app has several managers. Default: those of the session middleware used last. */
  readonly sessions?: SessionFinder;
  /** The form's field that holds the token. Default `"_csrf"`. */
  readonly field?: string;
}

/** For adapters: one request at a check. */
export interface CheckedRequest {
  /** What `sessions.find` takes. */
  readonly request: object;
  /** The framework's own property, whatever is there. */
  readonly session: unknown;
}

/**
 * For adapters: what stands between a request and a page for signed-in users.
 *
 * @returns a function that returns LOGIN_REQUIRED, LOGIN_TOO_OLD or LEVEL_TOO_LOW (401) for who may not see the page,
 * NOT_INSTALLED where no middleware has put a session, else undefined. With `fresh` it returns a promise.
 * @throws SessionError INVALID_OPTION
 */
export function loginCheck(
  options: RequireLoginOptions = {},
): (checked: CheckedRequest) => Error | undefined | Promise<Error | undefined> {
  checkBrackets("requireLogin()", options);
  knownNames("requireLogin", objectOption("requireLogin", options), ["sessions", "fresh", ...DEMANDS]);
  const { sessions, fresh = false, ...demand } = options;
  finderOption("requireLogin", sessions);
  checkDemand("requireLogin", demand);
  booleanOption("requireLogin fresh", fresh);
  const check = (checked: CheckedRequest): Error | undefined => {
    try {
      verbOf(checked, sessions, "requireLogin")(demand);
      return undefined;
    } catch (error) {
      const refusal = asError(error);
      // A stranger's 401 is nothing to look for in the code: lines of ours and the framework's would only fill the log.
      if (!hasCode(refusal, ["NOT_INSTALLED"])) refusal.stack = String(refusal);
      return refusal;
    }
  };
  if (!fresh) return check;
  return async (checked) => {
    const refusal = check(checked);
    if (refusal !== undefined) return refusal;
    try {
      // What the app has changed already must not be lost by the reading.
      await verbOf(checked, sessions, "save")(undefined);
      await verbOf(checked, sessions, "reload")(undefined);
    } catch (error) {
      return hasCode(error, ["SESSION_ENDED"]) ? loginRequired() : asError(error);
    }
    return check(checked);
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/**
 * For adapters: what stands in front of a form's target.
 *
 * @returns a function that resolves when the request may pass, and else rejects with CSRF_TOKEN (403), or NOT_INSTALLED where no
 * middleware has put a session. It takes the header `X-CSRF-Token`, and the body as the framework has parsed it.
 * @throws SessionError INVALID_OPTION
 */
export function csrfCheck(
  options: RequireCsrfTokenOptions = {},
): (checked: CheckedRequest & { method: string; header: unknown; body: unknown }) => Promise<void> {
  checkBrackets("requireCsrfToken()", options);
  knownNames("requireCsrfToken", objectOption("requireCsrfToken", options), ["sessions", "field"]);
  const { sessions, field = "_csrf" } = options;
  finderOption("requireCsrfToken", sessions);
  if (typeof field !== "string" || field === "")
    refuse("requireCsrfToken field", field, "the name of a form's field");
  return async (checked) => {
    if (SAFE_METHODS.includes(checked.method)) return;
    const { header, body } = checked;
    const own = typeof body === "object" && body !== null && Object.hasOwn(body, field);
    await verbOf(
      checked,
      sessions,
      "requireCsrfToken",
    )(header ?? (own ? Reflect.get(body, field) : undefined));
  };
}

function finderOption(name: string, sessions: unknown): void {
  if (sessions !== undefined) methodsOption(`${name} sessions`, sessions, ["find"]);
}

/** Asked by shape: two copies of this package may be loaded, and another library's session has no such verb. */
function verbOf(
  { request, session }: CheckedRequest,
  sessions: SessionFinder | undefined,
  name: "requireLogin" | "requireCsrfToken" | "save" | "reload",
): (argument: unknown) => unknown {
  const found: unknown = sessions === undefined ? session : sessions.find(request)?.session;
  const verb: unknown = typeof found === "object" && found !== null ? Reflect.get(found, name) : undefined;
  if (typeof verb !== "function") {
    throw notInstalled();
  }
  return (argument): unknown => Reflect.apply(verb, found, [argument]);
}
