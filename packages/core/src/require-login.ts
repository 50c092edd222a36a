import { SessionError } from "./errors.js";

/** What `requireLogin` needs of a session manager, whatever the type of its data. */
export interface SessionFinder {
  find(request: object): { readonly session: object } | undefined;
}

/**
 * For adapters: what stands between a request and a page for signed-in users.
 *
 * @param session the request's session, or undefined where no middleware has put one.
 * @returns LOGIN_REQUIRED (401) when nobody is signed in, NOT_INSTALLED when there is no session at all, else undefined.
 */
export function loginError(session: unknown): SessionError | undefined {
  if (typeof session !== "object" || session === null || !("userId" in session)) {
    return new SessionError(
      "NOT_INSTALLED",
      "This request has no session: put the session middleware ahead of the routes, such as app.use(expressSession(sessions)).",
    );
  }
  return session.userId === undefined
    ? new SessionError("LOGIN_REQUIRED", "Sign in to see this.")
    : undefined;
}
