import { type ConnectRecord, Cookie, type CookieAttributes } from "@sess/connect-store";
import type { SessionRequest } from "./request.js";
import { Session } from "./session.js";

/** Puts the session of a record on a request. */
export function revive(req: Pick<SessionRequest, "sessionID" | "session">, record: ConnectRecord): Session {
  record["cookie"] = reviveCookie(record["cookie"] as CookieAttributes);
  const session = new Session(req, record);
  req.session = session;
  return session;
}

/** A cookie of what a record has of it. */
export function reviveCookie(stored: CookieAttributes): Cookie {
  const { expires, originalMaxAge } = stored;
  const cookie = new Cookie(stored);
  if (typeof expires === "string") cookie.expires = new Date(expires);
  // Setting the deadline has taken what is left for the whole length.
  Reflect.set(cookie, "originalMaxAge", originalMaxAge);
  return cookie;
}
