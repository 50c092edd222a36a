import { randomBytes } from "node:crypto";
import {
  type ConnectStore,
  Cookie,
  type CookieAttributes,
  isConnectStore,
  type Secret,
  timeoutOption,
} from "@sess/connect-store";
import { SessionError, type SessionStore } from "@sess/core";
import { foreignKeeper } from "./foreign-keeper.js";
import type { Keeper } from "./keeper.js";
import { MemoryStore } from "./memory-store.js";
import type { NativeSessions } from "./native-sessions.js";
import { isSessionStore, OwnKeeper } from "./own-keeper.js";
import { ownStore } from "./own-store.js";
import { isSecure, type SessionRequest } from "./request.js";
import { secretsOf } from "./secrets.js";
import { warnOnce } from "./warnings.js";

/** The options, by their shape alone: `DropInOptions` has the types that apps see. */
export interface RawOptions {
  readonly secret?: Secret | readonly Secret[] | undefined;
  readonly name?: string | undefined;
  readonly key?: string | undefined;
  readonly store?: ConnectStore | SessionStore | undefined;
  readonly cookie?: CookieAttributes | ((req: SessionRequest) => CookieAttributes) | undefined;
  readonly genid?: ((req: SessionRequest) => unknown) | undefined;
  readonly resave?: boolean | undefined;
  readonly saveUninitialized?: boolean | undefined;
  readonly rolling?: boolean | undefined;
  readonly proxy?: boolean | undefined;
  readonly unset?: "keep" | "destroy" | undefined;
  readonly storeTimeoutMs?: number | undefined;
  readonly native?: NativeSessions | undefined;
  readonly nativeTo?: "native" | "connect" | undefined;
}

/** The options with every default filled in. */
export interface Settings {
  /** Undefined: cookie-parser's is used. */
  readonly secrets: readonly Secret[] | undefined;
  readonly name: string;
  readonly keeper: Keeper;
  /** What the app gets as `req.sessionStore`. */
  readonly store: object;
  readonly resave: boolean;
  readonly saveUninitialized: boolean;
  readonly rolling: boolean;
  readonly proxy: boolean | undefined;
  readonly unset: "keep" | "destroy";
  readonly native: NativeSessions | undefined;
  readonly nativeTo: "native" | "connect";
  genid(req: SessionRequest): unknown;
  attributesFor(req: SessionRequest): CookieAttributes;
}

export function readOptions(options: RawOptions): Settings {
  const { secret, rolling, proxy, unset, storeTimeoutMs = 2000, native, nativeTo = "native" } = options;
  // Whatever is falsy is not given, as in express-session: configurations have null.
  const genid = options.genid || newId;
  const cookie = options.cookie || {};
  if (nativeTo !== "native" && nativeTo !== "connect") {
    throw new SessionError("INVALID_OPTION", 'nativeTo option must be "native" or "connect"');
  }
  if (typeof genid !== "function") throw new TypeError("genid option must be a function");
  if (unset && unset !== "destroy" && unset !== "keep") {
    throw new TypeError('unset option must be "destroy" or "keep"');
  }
  return {
    secrets: secretsOf(secret),
    name: options.name || options.key || "connect.sid",
    ...kept(options.store || defaultStore(), timeoutOption("storeTimeoutMs", storeTimeoutMs)),
    resave: given("resave", options.resave),
    saveUninitialized: given("saveUninitialized", options.saveUninitialized),
    rolling: Boolean(rolling),
    proxy,
    unset: unset || "keep",
    native,
    nativeTo,
    genid,
    attributesFor: typeof cookie === "function" ? cookie : () => cookie,
  };
}

/** A new cookie; what is `"auto"` in the options depends on the request. */
export function newCookie({ attributesFor, proxy }: Settings, req: SessionRequest): Cookie {
  const attributes = attributesFor(req);
  const cookie = new Cookie(attributes);
  const secure = isSecure(req, proxy);
  if (attributes.secure === "auto") cookie.secure = secure;
  if (attributes.sameSite === "auto") cookie.sameSite = secure ? "none" : "lax";
  return cookie;
}

function kept(store: ConnectStore | SessionStore, timeoutMs: number): Pick<Settings, "keeper" | "store"> {
  if (isSessionStore(store)) {
    const keeper = new OwnKeeper(store, timeoutMs);
    return { keeper, store: ownStore(keeper) };
  }
  if (!isConnectStore(store))
    throw new TypeError("store option must be a store: it has no get, set and destroy");
  return { keeper: foreignKeeper(store, timeoutMs), store };
}

function defaultStore(): ConnectStore {
  if (process.env["NODE_ENV"] === "production") {
    console.warn(
      "[sess] The default store of the session middleware is not made for production: it frees no memory, and is lost with the process.",
    );
  }
  return new MemoryStore();
}

function given(option: string, value: boolean | undefined): boolean {
  if (value === undefined) warnOnce(`undefined ${option} option; provide ${option} option`);
  return value === undefined || Boolean(value);
}

function newId(): string {
  return randomBytes(24).toString("base64url");
}
