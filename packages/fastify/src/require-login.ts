import { loginError } from "@sess/core";

/**
 * A hook that lets signed-in users through. All others get a LOGIN_REQUIRED error with status 401, which Fastify answers by
 * itself, or which your error handler turns into a page. It asks `request.session`: with two managers, the inner one.
 *
 * @example
 * app.get("/profile", { onRequest: requireLogin() }, async () => "yours");
 */
export function requireLogin(): (request: object) => Promise<void> {
  return async (request) => {
    const error = loginError("session" in request ? request.session : undefined);
    if (error !== undefined) throw error;
  };
}
