import { checkSessions, type Sessions } from "@sess/core";
import { attach, sessionProperty } from "@sess/node";
import type { DefaultState, Middleware, ParameterizedContext } from "koa";
import type { SessionContext } from "./context.js";

/**
 * Gives each request its session, as `ctx.session` and through `sessions.from(ctx)`, and saves it before the response's
 * head is sent. Use it ahead of the routes; where it is used twice, the second one does nothing.
 *
 * A store that fails while a session is read throws STORE_UNAVAILABLE with status 503 into the middleware above. When it
 * fails while the response is about to go out, Koa's own `ctx.onerror` answers. Behind a proxy that ends TLS, set
 * `app.proxy`: the cookie depends on `ctx.secure`.
 *
 * @example
 * const app = new Koa().use(koaSession(sessions)); // from here on, ctx.session is typed
 * @throws SessionError INVALID_OPTION where this is no session manager.
 */
export function koaSession<Data extends object>(
  sessions: Sessions<Data>,
): Middleware<DefaultState, SessionContext<Data>> {
  checkSessions("koaSession(sessions)", sessions);
  const property = sessionProperty(sessions);
  return (ctx, next) => {
    if (sessions.find(ctx) !== undefined) return next();
    const loading = open(sessions, ctx);
    Object.defineProperty(ctx, "session", property);
    return loading === undefined ? next() : loading.then(next);
  };
}

function open<Data extends object>(
  sessions: Sessions<Data>,
  ctx: ParameterizedContext,
): Promise<void> | undefined {
  return attach(sessions, ctx.req, ctx.res, {
    request: ctx,
    url: ctx.originalUrl,
    secure: ctx.secure,
    onError: (error) => ctx.onerror(error instanceof Error ? error : new Error(String(error))),
  }).loading;
}
