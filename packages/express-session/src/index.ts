import { Cookie } from "@sess/connect-store";
import type original from "express-session";
import { MemoryStore } from "./memory-store.js";
import { middleware } from "./middleware.js";
import type { SessionOptions } from "./options.js";
import { Session } from "./session.js";
import type { RawOptions } from "./settings.js";
import { Store } from "./store.js";

/** The middleware's maker, with what else express-session has. */
export interface SessionFactory {
  (options?: SessionOptions): ReturnType<typeof original>;
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
const session: SessionFactory = Object.assign(
  (options: SessionOptions = {}) => middleware(options as RawOptions),
  { Store, Cookie, Session, MemoryStore },
) as unknown as SessionFactory;

export default session;
