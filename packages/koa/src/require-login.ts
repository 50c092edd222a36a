import { loginCheck, type RequireLoginOptions } from "@sess/core";
import type { Middleware } from "koa";

/**
 * Lets signed-in users through, and with `maxAgeSeconds` or `level` only those who signed in recently, or surely enough. For all
 * others it throws a LOGIN_REQUIRED, LOGIN_TOO_OLD or LEVEL_TOO_LOW error with status 401, which Koa answers by itself, or which
 * your error middleware turns into a page.
 *
 * @example
 * router.get("/profile", requireLogin(), (ctx) => { ctx.body = "yours"; });
 * router.post("/password", requireLogin({ maxAgeSeconds: 300 }), changePassword);
 */
export function requireLogin(options?: RequireLoginOptions): Middleware {
  const errorOf = loginCheck(options);
  return async (ctx, next) => {
    const error = await errorOf({ request: ctx, session: ctx["session"] });
    if (error !== undefined) throw error;
    await next();
  };
}
