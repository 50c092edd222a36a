import { csrfCheck, type RequireCsrfTokenOptions } from "@sess/core";
import type { SessionMiddleware } from "./middleware.js";

/**
 * Lets requests pass that bring a token of `session.newCsrfToken()`, in the header `X-CSRF-Token` or in the form's field `_csrf`; GET,
 * HEAD and OPTIONS need none. Mount it after the body parser, and after `requireLogin()`: a stranger gets 401 then, and no 403. For
 * others `next` gets a CSRF_TOKEN error with status 403. The cross-origin guard of the session stands in front already: this is for
 * those whom a rule asks for a token.
 *
 * @example
 * app.use(expressSession(sessions), express.urlencoded({ extended: false }), requireCsrfToken());
 */
export function requireCsrfToken(options?: RequireCsrfTokenOptions): SessionMiddleware {
  const check = csrfCheck(options);
  return (req, _res, next) => {
    const { method = "", headers, session } = req;
    // Not in the request's type: Express would take it for the type of the body of all handlers that come after.
    const body: unknown = Reflect.get(req, "body");
    check({ request: req, session, method, header: headers["x-csrf-token"], body }).then(() => next(), next);
  };
}
