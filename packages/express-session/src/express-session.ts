import { Cookie as OurCookie } from "@sess/connect-store";
import type original from "express-session";
import { callable } from "./callable.js";
import { MemoryStore as OurMemoryStore } from "./memory-store.js";
import { middleware } from "./middleware.js";
import type { DropInOptions } from "./options.js";
import { Session as OurSession } from "./session.js";
import type { RawOptions } from "./settings.js";
import { Store as OurStore } from "./store.js";

/** The middleware's maker, with what else express-session has. To TypeScript all of it is express-session's own. */
export interface SessionFactory {
  (options?: DropInOptions): ReturnType<typeof original>;
  readonly Store: typeof original.Store;
  readonly Cookie: typeof original.Cookie;
  readonly Session: typeof original.Session;
  readonly MemoryStore: typeof original.MemoryStore;
}

/**
 * Runs apps that were written for express-session, unchanged: the same options, cookie and records.
 *
 * @example
 * app.use(session({ secret, store, resave: false, saveUninitialized: false }));
 */
export const session: SessionFactory = Object.assign(
  (options?: DropInOptions | null) => middleware((options ?? {}) as RawOptions),
  // Tests compare them with express-session's, member by member.
  {
    Store: OurStore,
    Cookie: callable(OurCookie),
    Session: callable(OurSession),
    MemoryStore: OurMemoryStore,
  },
) as unknown as SessionFactory;

/** The types, where apps look for them: `session.SessionData`. */
export declare namespace session {
  export type SessionOptions = DropInOptions;
  export type SessionData = original.SessionData;
  export type CookieOptions = original.CookieOptions;
  export type Store = original.Store;
  export type Cookie = original.Cookie;
  export type Session = original.Session;
  export type MemoryStore = original.MemoryStore;
}
