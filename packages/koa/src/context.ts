import type { Session, SessionData } from "@sess/core";

/** What {@link koaSession} adds to Koa's context. */
export interface SessionContext<Data extends object = SessionData> {
  /** The request's session. Assigning `null` ends it, assigning an object replaces its data. */
  get session(): Session<Data>;
  set session(value: object | null | undefined);
}
