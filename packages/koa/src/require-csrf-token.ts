import { csrfCheck, type RequireCsrfTokenOptions } from "@sess/core";
import type { Middleware } from "koa";

/**
 * Lets requests pass that bring a token of `session.newCsrfToken()`, in the header `X-CSRF-Token` or in the form's field `_csrf`; GET,
 * HEAD and OPTIONS need none. Use it after the body parser, and after `requireLogin()`: a stranger gets 401 then, and no 403. For
 * others it throws a CSRF_TOKEN error with status 403. The cross-origin guard of the session stands in front already: this is for those
 * whom a rule asks for a token.
 *
 * @example
 * app.use(koaSession(sessions)).use(bodyParser()).use(requireCsrfToken());
 */
export function requireCsrfToken(options?: RequireCsrfTokenOptions): Middleware {
  const check = csrfCheck(options);
  return async (ctx, next) => {
    const { method, headers } = ctx;
    const body: unknown = Reflect.get(ctx.request, "body");
    await check({ request: ctx, session: ctx["session"], method, header: headers["x-csrf-token"], body });
    await next();
  };
}
