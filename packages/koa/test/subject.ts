import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { AdapterSubject } from "@sess/conformance";
import { koaSession, requireCsrfToken, requireLogin } from "@sess/koa";
import type Koa from "koa";

/** How the suite's neutral app is written in Koa; the same for 3 and 2. */
export function koaSubject(makeApp: () => Koa): AdapterSubject {
  return {
    start: async ({ sessions, routes, trustProxy }) => {
      const plain = makeApp();
      plain.proxy = trustProxy;
      plain.silent = true;
      const app = plain.use(koaSession(sessions));
      const done = (): Promise<void> => Promise.resolve();
      app.use(async (ctx) => {
        const route = routes[ctx.path];
        if (route === undefined) return;
        const { requiresLogin, requiresCsrfToken } = route;
        if (requiresLogin) await requireLogin(requiresLogin === true ? {} : requiresLogin)(ctx, done);
        if (requiresCsrfToken) await requireCsrfToken()(ctx, done);
        await route.handle({
          request: ctx,
          get session() {
            return ctx.session;
          },
          header: (name) => ctx.get(name) || undefined,
          assignSession: (value) => void (ctx.session = value),
          send: (status, body, headers = {}) => {
            ctx.status = status;
            ctx.set({ ...headers });
            ctx.body = body;
          },
          redirect: (location) => ctx.redirect(location),
          stream: (source) => void (ctx.body = source),
          raw: () => {
            ctx.respond = false;
            ctx.res.statusCode = 200; // Koa begins with 404, and leaves the status to whoever writes.
            return ctx.res;
          },
        });
      });
      const answer = app.callback();
      const server = createServer((req, res) => void answer(req, res));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return {
        port: (server.address() as AddressInfo).port,
        close: async () => {
          server.closeAllConnections();
          await new Promise((closed) => server.close(closed));
        },
      };
    },
  };
}
