import type { AddressInfo } from "node:net";
import type { AdapterSubject } from "@sess/conformance";
import { fastifySession, requireCsrfToken, requireLogin } from "@sess/fastify";
import Fastify from "fastify";

/** How the suite's neutral app is written in Fastify. */
export const fastifySubject: AdapterSubject = {
  start: async ({ sessions, routes, trustProxy }) => {
    const app = Fastify({ trustProxy, forceCloseConnections: true });
    await app.register(fastifySession, { sessions });
    for (const [path, { requiresLogin, requiresCsrfToken, handle }] of Object.entries(routes)) {
      const hooks = {
        ...(requiresLogin && { onRequest: requireLogin(requiresLogin === true ? {} : requiresLogin) }),
        ...(requiresCsrfToken && { preHandler: requireCsrfToken() }),
      };
      app.all(path, hooks, async (request, reply) => {
        await handle({
          request,
          get session() {
            return sessions.from(request);
          },
          header: (name) => request.headers[name]?.toString(),
          assignSession: (value) => Object.assign(request, { session: value }),
          send: (status, body, headers = {}) => reply.code(status).headers(headers).send(body),
          redirect: (location) => reply.redirect(location),
          stream: (source) => reply.send(source),
          raw: () => reply.hijack().raw,
        });
        return reply;
      });
    }
    await app.listen({ host: "127.0.0.1", port: 0 });
    return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
  },
};
