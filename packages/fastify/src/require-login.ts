import { loginCheck, type RequireLoginOptions } from "@sess/core";

/**
 * A hook that lets signed-in users through, and with `maxAgeSeconds` or `level` only those who signed in recently, or surely enough.
 * All others get a LOGIN_REQUIRED, LOGIN_TOO_OLD or LEVEL_TOO_LOW error with status 401, which Fastify answers by itself, or
 * which your error handler turns into a page.
 *
 * @example
 * app.get("/profile", { onRequest: requireLogin() }, async () => "yours");
 * app.post("/password", { onRequest: requireLogin({ maxAgeSeconds: 300 }) }, changePassword);
 */
export function requireLogin(options?: RequireLoginOptions): (request: object) => Promise<void> {
  const errorOf = loginCheck(options);
  return async (request) => {
    const error = await errorOf({ request, session: Reflect.get(request, "session") });
    if (error !== undefined) throw error;
  };
}
