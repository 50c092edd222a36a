import { loginCheck, type RequireLoginOptions } from "@sess/core";
import { currentOf } from "./current.js";

/**
 * A check that lets signed-in users through, and with `maxAgeSeconds` or `level` only those who signed in recently, or surely enough. For
 * all others it rejects with a LOGIN_REQUIRED, LOGIN_TOO_OLD or LEVEL_TOO_LOW error (401), which `webSession` answers. In one
 * handler alone, `sessions.from(request).requireLogin()` does the same.
 *
 * @example
 * const signedIn = requireLogin({ fresh: true });
 * export const GET = withSession(async (request) => {
 *   await signedIn(request);
 *   return new Response("yours");
 * });
 * @throws SessionError INVALID_OPTION, when it is made
 */
export function requireLogin(options?: RequireLoginOptions): (request: Request) => Promise<void> {
  const errorOf = loginCheck(options);
  return async (request) => {
    const error = await errorOf({ request, session: currentOf(request) });
    if (error !== undefined) throw error;
  };
}
