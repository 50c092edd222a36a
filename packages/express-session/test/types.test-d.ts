import express from "express";
import connectPg from "connect-pg-simple";
import { RedisStore } from "connect-redis";
import memorystore from "memorystore";
import { createSessions } from "@sess/core";
import { memoryStore } from "@sess/store-memory";
import type original from "express-session";
import { expectTypeOf } from "vitest";
import session, { type CookieOptions, MemoryStore, type SessionData, Store } from "@sess/express-session";

// Compiled, not run: what apps of express-session write, with the import changed and nothing else.

declare module "express-session" {
  interface SessionData {
    cart?: string[];
    user?: { name: string };
  }
}

const app = express();
app.use(
  session({ secret: "keyboard cat", resave: false, saveUninitialized: false, cookie: { maxAge: 60_000 } }),
);
app.use(session({ secret: ["new", Buffer.from("old")], genid: (req) => req.path, unset: "destroy" }));
app.use(session({ secret: "a", cookie: (req) => ({ secure: req.secure }) }));
// @ts-expect-error there is no such option
app.use(session({ secret: "a", saveUninitialised: false }));

app.get("/", (req, res) => {
  expectTypeOf(req.session.cart).toEqualTypeOf<string[] | undefined>();
  expectTypeOf(req.session.cookie.maxAge).toEqualTypeOf<number | undefined>();
  req.session.user = { name: "ann" };
  // @ts-expect-error it has no such data
  req.session.basket = [];
  req.session.regenerate((error) => {
    if (error) throw error;
    req.session.save(() => res.end(req.sessionID));
  });
  req.sessionStore.destroy(req.sessionID);
});

// Stores take it for express-session itself.
const Pg = connectPg(session);
app.use(session({ secret: "a", store: new Pg({}) }));
app.use(session({ secret: "a", store: new (memorystore(session))({}) }));
app.use(session({ secret: "a", store: new RedisStore({ client: {} }) }));
app.use(session({ secret: "a", store: new session.MemoryStore() }));
app.use(session({ secret: "a", store: new MemoryStore() }));
app.use(session({ secret: "a", store: memoryStore(), storeTimeoutMs: 500 }));
app.use(session({ secret: "a", native: createSessions<{ cart?: string[] }>({ store: memoryStore() }) }));
// @ts-expect-error that is no store
app.use(session({ secret: "a", store: new Map() }));

class OwnStore extends Store {
  get(_sid: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    callback(null, null);
  }
  set(): void {}
  destroy(): void {}
}
app.use(session({ secret: "a", store: new OwnStore() }));

expectTypeOf<SessionData>().toEqualTypeOf<original.SessionData>();
expectTypeOf<session.SessionData>().toEqualTypeOf<original.SessionData>();
expectTypeOf<CookieOptions>().toEqualTypeOf<original.CookieOptions>();
expectTypeOf<session.Store>().toEqualTypeOf<original.Store>();
