import { csrfCheck, type RequireCsrfTokenOptions } from "@sess/core";
import type { HonoRequest, MiddlewareHandler } from "hono";

/**
 * Lets requests pass that bring a token of `session.newCsrfToken()`, in the header `X-CSRF-Token` or in the form's field `_csrf`; GET,
 * HEAD and OPTIONS need none. The form is read by `c.req.parseBody()`, which the handler can call again. For others it throws a CSRF_TOKEN
 * error with status 403. The cross-origin guard of the session stands in front already: this is for those whom a rule asks for a token.
 *
 * @example
 * app.post("/address", requireCsrfToken(), async (c) => save(await c.req.parseBody()));
 * @throws SessionError INVALID_OPTION, when it is made
 */
export function requireCsrfToken(options?: RequireCsrfTokenOptions): MiddlewareHandler {
  const check = csrfCheck(options);
  return async (c, next) => {
    const { req } = c;
    const header = req.header("x-csrf-token");
    const body = header === undefined ? await formOf(req) : undefined;
    await check({ request: c, session: c.get("session"), method: req.method, header, body });
    await next();
  };
}

/** A form that cannot be read has no token: that is a 403, whoever sent it. */
async function formOf(req: HonoRequest): Promise<object> {
  try {
    return await req.parseBody();
  } catch {
    return {};
  }
}
