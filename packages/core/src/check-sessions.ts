import { checkBrackets } from "./brackets.js";
import { refuse } from "./validate.js";

/**
 * For adapters: throws unless this is a session manager. By shape: another copy of this package may have made it.
 *
 * @param call how it should have come: `expressSession(sessions)`, for example.
 * @throws SessionError INVALID_OPTION
 */
export function checkSessions(call: string, sessions: unknown): void {
  const { open, find } = Object(sessions) as { open?: unknown; find?: unknown };
  if (typeof open === "function" && typeof find === "function") return;
  checkBrackets(call, sessions);
  refuse(call, sessions, "what createSessions({ store }) returned (const { sessions } = require(…))");
}
