import { csrfCheck, type RequireCsrfTokenOptions } from "@sess/core";
import { currentOf } from "./current.js";

/** A form that has been read: `await request.formData()`, or an object of its fields. */
export type ReadForm = Iterable<readonly [string, unknown]> | Readonly<Record<string, unknown>>;

/**
 * A check that lets requests pass which bring a token of `session.newCsrfToken()`, in the header `X-CSRF-Token` or in the field
 * `_csrf` of the form that it is given; GET, HEAD and OPTIONS need none. For others it rejects with a CSRF_TOKEN error (403), which
 * `webSession` answers: also where nobody has awaited the check, but then the handler has gone on meanwhile. The cross-origin guard of
 * the session stands in front already: this is for those whom a rule asks for a token.
 *
 * @example
 * const fromOurForm = requireCsrfToken();
 * export const POST = withSession(async (request) => {
 *   const form = await request.formData();
 *   await fromOurForm(request, form);
 *   return new Response("done");
 * });
 * @throws SessionError INVALID_OPTION, when it is made
 */
export function requireCsrfToken(
  options?: RequireCsrfTokenOptions,
): (request: Request, form?: ReadForm) => Promise<void> {
  const check = csrfCheck(options);
  return (request, form = {}) => {
    const { opened, checks } = currentOf("requireCsrfToken", request);
    return checks.watch(
      check({
        request,
        session: opened.session,
        method: request.method,
        header: request.headers.get("x-csrf-token") ?? undefined,
        body: isPairs(form) ? Object.fromEntries(form) : form,
      }),
    );
  };
}

function isPairs(form: ReadForm): form is Iterable<readonly [string, unknown]> {
  return Symbol.iterator in form;
}
