import { loginCheck, type RequireLoginOptions } from "@sess/core";
import { currentOf } from "./current.js";

/**
 * A check that lets signed-in users through, and with `maxAgeSeconds` or `level` only those who signed in recently, or surely enough. For
 * all others it throws a LOGIN_REQUIRED, LOGIN_TOO_OLD or LEVEL_TOO_LOW error (401), which `webSession` answers: at once, so that a
 * forgotten `await` opens nothing. With `fresh` it has to ask the store; the response waits for that, and fails with it, where nobody
 * has awaited it. In one handler alone, `sessions.from(request).requireLogin()` does the same.
 *
 * @example
 * const recently = requireLogin({ maxAgeSeconds: 300 });
 * export const GET = withSession(async (request) => {
 *   await recently(request);
 *   return new Response("yours");
 * });
 * @throws SessionError INVALID_OPTION, when it is made
 */
export function requireLogin(options?: RequireLoginOptions): (request: Request) => Promise<void> {
  const errorOf = loginCheck(options);
  return (request) => {
    const { opened, checks } = currentOf("requireLogin", request);
    const outcome = errorOf({ request, session: opened.session });
    if (outcome instanceof Promise) return checks.watch(outcome.then(throwIfAny));
    throwIfAny(outcome);
    return Promise.resolve();
  };
}

function throwIfAny(error: Error | undefined): void {
  if (error !== undefined) throw error;
}
