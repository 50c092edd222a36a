import { loginError } from "@sess/core";
import type { Middleware } from "koa";

/**
 * Lets signed-in users through. For all others it throws a LOGIN_REQUIRED error with status 401, which Koa answers by
 * itself, or which your error middleware turns into a page.
 *
 * @example
 * router.get("/profile", requireLogin(), (ctx) => { ctx.body = "yours"; });
 */
export function requireLogin(): Middleware {
  return async (ctx, next) => {
    const error = loginError(ctx["session"]);
    if (error !== undefined) throw error;
    await next();
  };
}
