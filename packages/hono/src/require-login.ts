import { loginCheck, type RequireLoginOptions } from "@sess/core";
import type { MiddlewareHandler } from "hono";

/**
 * Lets signed-in users through, and with `maxAgeSeconds` or `level` only those who signed in recently, or surely enough. For all
 * others it throws a LOGIN_REQUIRED, LOGIN_TOO_OLD or LEVEL_TOO_LOW error with status 401, which Hono answers by itself, or which your
 * `app.onError` turns into a page.
 *
 * @example
 * app.get("/profile", requireLogin(), (c) => c.text("yours"));
 * app.post("/password", requireLogin({ maxAgeSeconds: 300 }), changePassword);
 * @throws SessionError INVALID_OPTION, when it is made
 */
export function requireLogin(options?: RequireLoginOptions): MiddlewareHandler {
  const errorOf = loginCheck(options);
  return async (c, next) => {
    const error = await errorOf({ request: c, session: c.get("session") });
    if (error !== undefined) throw error;
    await next();
  };
}
