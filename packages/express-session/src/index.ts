import type original from "express-session";
import { session } from "./express-session.js";

export { session as default, type SessionFactory } from "./express-session.js";
export type { NativeRequest, NativeSession, NativeSessions } from "./native-sessions.js";
export type { DropInOptions as SessionOptions } from "./options.js";

// By their names, too: importing express-session gives them so.
export const Store: typeof original.Store = session.Store;
export const Cookie: typeof original.Cookie = session.Cookie;
export const Session: typeof original.Session = session.Session;
export const MemoryStore: typeof original.MemoryStore = session.MemoryStore;
export type Store = original.Store;
export type Cookie = original.Cookie;
export type Session = original.Session;
export type MemoryStore = original.MemoryStore;
export type SessionData = original.SessionData;
export type CookieOptions = original.CookieOptions;
