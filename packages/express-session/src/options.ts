import type { ConnectStore } from "@sess/connect-store";
import type { SessionStore } from "@sess/core";
import type original from "express-session";

/** The options of express-session, and what this middleware has besides. */
export interface SessionOptions extends Omit<Partial<original.SessionOptions>, "store"> {
  /** A store that was written for express-session, or one of @sess' own, such as `redisStore(client)`. Default: memory. */
  store?: original.Store | ConnectStore | SessionStore | undefined;
  /** How long a store call may take, in milliseconds, before the request fails with status 503. Default 2000. */
  storeTimeoutMs?: number | undefined;
}
