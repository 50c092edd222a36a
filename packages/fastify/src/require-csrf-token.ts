import { csrfCheck, type RequireCsrfTokenOptions } from "@sess/core";
import type { FastifyRequest } from "fastify";

/**
 * A hook that lets requests pass which bring a token of `session.newCsrfToken()`, in the header `X-CSRF-Token` or in the form's field
 * `_csrf`; GET, HEAD and OPTIONS need none. Use it as `preHandler`: before that there is no body. `requireLogin()` belongs before it: a
 * stranger gets 401 then, and no 403. Others get a CSRF_TOKEN error with status 403. The cross-origin guard of the session stands in
 * front already: this is for those whom a rule asks for a token.
 *
 * @example
 * app.addHook("preHandler", requireCsrfToken());
 */
export function requireCsrfToken(
  options?: RequireCsrfTokenOptions,
): (request: Pick<FastifyRequest, "method" | "headers" | "body">) => Promise<void> {
  const check = csrfCheck(options);
  return (request) => {
    const { method, headers, body } = request;
    const session: unknown = Reflect.get(request, "session");
    return check({ request, session, method, header: headers["x-csrf-token"], body });
  };
}
