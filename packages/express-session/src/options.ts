import type { ConnectStore } from "@sess/connect-store";
import type { SessionStore } from "@sess/core";
import type original from "express-session";
import type { NativeSessions } from "./native-sessions.js";

/** The options of express-session, and what this middleware has besides. Exported as `SessionOptions`, which here would be a second one of that name in the declarations. */
export interface DropInOptions extends Omit<Partial<original.SessionOptions>, "store"> {
  /** A store that was written for express-session, or one of @sess' own, such as `redisStore(client)`. Default: memory. */
  store?: original.Store | ConnectStore | SessionStore | undefined;
  /** How long a store call may take, in milliseconds, before the request fails with status 503. Default 2000. */
  storeTimeoutMs?: number | undefined;
  /**
   * What `createSessions` returned, where processes run beside this one that use it: requests that carry its cookie are served out of its
   * records, as `req.session`. New sessions are begun here as ever.
   */
  native?: NativeSessions | undefined;
  /**
   * Where such a session goes on: `"native"` (default) leaves it where it is. `"connect"` moves it into `store`, for the way back to
   * express-session: only when no native process runs any more.
   */
  nativeTo?: "native" | "connect" | undefined;
}
