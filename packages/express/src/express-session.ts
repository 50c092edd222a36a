import { checkSessions, type Sessions } from "@sess/core";
import { attach, sessionProperty } from "@sess/node";
import type { SessionMiddleware, SessionRequest } from "./middleware.js";

/**
 * Gives each request its session, as `req.session` and through `sessions.from(req)`, and saves it before the response's
 * head is sent. Mount it ahead of the routes; where it is mounted twice, the second one does nothing.
 *
 * When the store fails, `next` gets a STORE_UNAVAILABLE error with status 503. Behind a proxy that ends TLS, set Express'
 * `trust proxy`: the cookie depends on `req.secure`.
 *
 * @example
 * app.use(expressSession(sessions));
 * @throws SessionError INVALID_OPTION where this is no session manager.
 */
export function expressSession<Data extends object>(sessions: Sessions<Data>): SessionMiddleware {
  checkSessions("expressSession(sessions)", sessions);
  const property = sessionProperty(sessions);
  return (req, res, next) => {
    if (sessions.find(req) !== undefined) return next();
    const opened = attach(sessions, req, res, { secure: req.secure ?? isEncrypted(req), onError: next });
    Object.defineProperty(req, "session", property);
    if (opened.loading === undefined) next();
    else opened.loading.then(() => next(), next);
  };
}

/** For requests that did not come through Express: those of WebSocket servers. */
function isEncrypted({ socket }: SessionRequest): boolean {
  return "encrypted" in socket && socket.encrypted === true;
}
