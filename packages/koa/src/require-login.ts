import { loginError, type SessionFinder } from "@sess/core";
import type { Middleware } from "koa";

/**
 * Lets signed-in users through. With several managers, name the one whose users are meant; without, `ctx.session` is asked,
 * which is that of the manager used last. For all others it throws a LOGIN_REQUIRED error with status 401, which Koa answers by
 * itself, or which your error middleware turns into a page.
 *
 * @example
 * router.get("/profile", requireLogin(), (ctx) => { ctx.body = "yours"; });
 */
export function requireLogin(sessions?: SessionFinder): Middleware {
  return async (ctx, next) => {
    const error = loginError(sessions === undefined ? ctx["session"] : sessions.find(ctx)?.session);
    if (error !== undefined) throw error;
    await next();
  };
}
