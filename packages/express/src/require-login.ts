import { loginError, type SessionFinder } from "@sess/core";
import type { SessionMiddleware } from "./middleware.js";

/**
 * Lets signed-in users through. With several managers, name the one whose users are meant; without, `req.session` is asked,
 * which is that of the manager mounted last. For all others `next` gets a LOGIN_REQUIRED error with status 401, which Express answers
 * by itself, or which your error handler turns into a page.
 *
 * @example
 * app.get("/profile", requireLogin(), (req, res) => res.send("yours"));
 */
export function requireLogin(sessions?: SessionFinder): SessionMiddleware {
  return (req, _res, next) =>
    next(loginError(sessions === undefined ? req.session : sessions.find(req)?.session));
}
