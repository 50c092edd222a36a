import type { Session, SessionData } from "@sess/core";

/**
 * What {@link honoSession} adds to Hono's context: `c.get("session")` and `c.var.session`.
 *
 * @example
 * const account = new Hono<{ Variables: SessionVariables<Data> }>(); // an app of its own, for app.route()
 */
export interface SessionVariables<Data extends object = SessionData> {
  /** The request's session, as `sessions.from(c)` has it. */
  session: Session<Data>;
}
