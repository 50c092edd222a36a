import type { Sessions } from "@sess/core";
import { attach } from "@sess/node";
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
 */
export function koaSession<Data extends object>(
  sessions: Sessions<Data>,
): Middleware<DefaultState, SessionContext<Data>> {
  return async (ctx, next): Promise<void> => {
    if (sessions.find(ctx) === undefined) await open(sessions, ctx);
    await next();
  };
}

function open<Data extends object>(
  sessions: Sessions<Data>,
  ctx: ParameterizedContext,
): Promise<void> | undefined {
  const opened = attach(sessions, ctx.req, ctx.res, {
    request: ctx,
    url: ctx.originalUrl,
    secure: ctx.secure,
    onError: (error) => ctx.onerror(error instanceof Error ? error : new Error(String(error))),
  });
  Object.defineProperty(ctx, "session", {
    get: () => opened.session,
    set: (value: object | null | undefined) => {
      opened.session = value;
    },
    configurable: true,
    enumerable: true,
  });
  return opened.loading;
}
