import { cookieLine, signSessionId } from "@sess/connect-store";
import type { SessionShape } from "./session-shape.js";
import { newCookie } from "./settings.js";
import type { State } from "./state.js";

/** The Set-Cookie line of a session. Throws a TypeError where the app has given the cookie what it cannot have. */
export function sessionCookie({ req, settings, secrets }: State, { cookie }: SessionShape): string {
  const [secret] = secrets;
  if (secret === undefined) throw new TypeError("secret option required for sessions");
  return cookieLine(settings.name, signSessionId(String(req.sessionID), secret), cookie.data);
}

/** The line that makes the browser forget the cookie; undefined where none came, or it could not be set here. */
export function clearedCookie(state: State): string | undefined {
  const { req, settings, brought, secure } = state;
  if (brought === undefined) return undefined;
  const cookie = newCookie(settings, req);
  if (cookie.secure && !secure) return undefined;
  return cookieLine(settings.name, "", { ...cookie.data, expires: new Date(0) });
}
