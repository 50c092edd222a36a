import { loginError } from "@sess/core";
import type { SessionMiddleware } from "./middleware.js";

/**
 * Lets signed-in users through. For all others `next` gets a LOGIN_REQUIRED error with status 401, which Express answers
 * by itself, or which your error handler turns into a page.
 *
 * @example
 * app.get("/profile", requireLogin(), (req, res) => res.send("yours"));
 */
export function requireLogin(): SessionMiddleware {
  return (req, _res, next) => next(loginError(req.session));
}
