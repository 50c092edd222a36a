import { loginCheck, type RequireLoginOptions } from "@sess/core";
import type { SessionMiddleware } from "./middleware.js";

/**
 * Lets signed-in users through, and with `maxAgeSeconds` or `level` only those who signed in recently, or surely enough. For all
 * others `next` gets a LOGIN_REQUIRED, LOGIN_TOO_OLD or LEVEL_TOO_LOW error with status 401, which Express answers by itself, or
 * which your error handler turns into a page.
 *
 * @example
 * app.get("/profile", requireLogin(), (req, res) => res.send("yours"));
 * app.post("/password", requireLogin({ maxAgeSeconds: 300 }), changePassword);
 * app.post("/transfer", requireLogin({ fresh: true }), transfer);
 */
export function requireLogin(options?: RequireLoginOptions): SessionMiddleware {
  const errorOf = loginCheck(options);
  return (req, _res, next) => {
    const error = errorOf({ request: req, session: req.session });
    if (error instanceof Promise) void error.then(next);
    else next(error);
  };
}
