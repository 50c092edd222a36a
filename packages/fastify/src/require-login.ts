import { loginError, type SessionFinder } from "@sess/core";

/**
 * A hook that lets signed-in users through. All others get a LOGIN_REQUIRED error with status 401, which Fastify answers by
 * itself, or which your error handler turns into a page. With several managers,
 * name the one whose users are meant; without, `request.session` is asked, which is that of the innermost one.
 *
 * @example
 * app.get("/profile", { onRequest: requireLogin() }, async () => "yours");
 */
export function requireLogin(sessions?: SessionFinder): (request: object) => Promise<void> {
  return async (request) => {
    const own = "session" in request ? request.session : undefined;
    const error = loginError(sessions === undefined ? own : sessions.find(request)?.session);
    if (error !== undefined) throw error;
  };
}
