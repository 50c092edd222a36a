import type { ServerResponse } from "node:http";
import { attach, canBeHeld } from "@sess/node";
import { addGenerate, generateFor } from "./generate.js";
import { isSecure, pathOf, type SessionRequest } from "./request.js";
import { sessionIdsOf } from "./session-id.js";
import { type RawOptions, readOptions } from "./settings.js";
import { cookieOnWriteHead } from "./stand-in.js";
import { State } from "./state.js";
import { setVerbs } from "./verbs.js";
import { Visit } from "./visit.js";

/** Fits `app.use()` of Express and of connect, and can be called by hand. */
export type Middleware = (req: SessionRequest, res: ServerResponse, next: (error?: unknown) => void) => void;

/** Gives each request its session, as `req.session`, and saves it before the response's head is sent. */
export function middleware(options: RawOptions): Middleware {
  const settings = readOptions(options);
  const isReady = readinessOf(settings.store);
  addGenerate(settings.store, (req) => new State(req, settings, settings.secrets ?? [], []).generate());

  return (req, res, next) => {
    // Another one was mounted before this one, or the store has said that it is not there.
    if (req.session || !isReady()) return next();
    if (!pathOf(req).startsWith(settings.attributesFor(req).path || "/")) return next();
    const secrets = settings.secrets ?? (req.secret ? [req.secret] : []);
    if (secrets.length === 0) return next(new Error("secret option required for sessions"));

    req.sessionStore = settings.store;
    const state = new State(req, settings, secrets, sessionIdsOf(req, settings.name, secrets));
    // For `genid`, and for the app's error handler where the store fails.
    req.sessionID = state.brought?.sid;
    const open = (exchange: ConstructorParameters<typeof Visit>[1]): Visit =>
      new Visit(state, exchange, (error) => whenSent(res, () => next(error)));
    const visit = attach({ open }, req, res, { secure: isSecure(req, settings.proxy), onError: next });
    generateFor(req, () => void state.generate());
    setVerbs(req, visit);
    if (!canBeHeld(res)) cookieOnWriteHead(res, visit);

    const enter = (): void => {
      visit.begin();
      next();
    };
    if (visit.loading === undefined) enter();
    else visit.loading.then(enter, next);
  };
}

/** Stores that lose their connection say so; meanwhile requests have no session, as in express-session. */
function readinessOf(store: object): () => boolean {
  let ready = true;
  if (tellsEvents(store)) {
    store.on("disconnect", () => (ready = false));
    store.on("connect", () => (ready = true));
  }
  return () => ready;
}

function tellsEvents(store: object): store is { on(event: string, listener: () => void): unknown } {
  return "on" in store && typeof store.on === "function";
}

/** Errors that come after the response was decided on are told when it has been sent: there must not be a second one. */
function whenSent(res: ServerResponse, tell: () => void): void {
  if (res.writableFinished || typeof res.once !== "function") setImmediate(tell);
  else res.once("close", tell);
}
