import { loginCheck } from "@sess/core";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { AdapterSubject } from "@sess/conformance";
import { withSessions } from "@sess/node";

/** How the suite's neutral app is written without a framework. */
export const nodeSubject: AdapterSubject = {
  start: async ({ sessions, routes, trustProxy }) => {
    const listener = withSessions(
      sessions,
      async (req: IncomingMessage, res: ServerResponse) => {
        const route = routes[(req.url ?? "").replace(/\?.*/s, "")];
        if (route === undefined) return res.writeHead(404).end();
        const { requiresLogin, requiresCsrfToken } = route;
        if (requiresLogin) {
          const check = loginCheck(requiresLogin === true ? {} : requiresLogin);
          const error = await check({ request: req, session: sessions.from(req) });
          if (error !== undefined) throw error;
        }
        if (requiresCsrfToken && req.method !== "GET")
          await sessions.from(req).requireCsrfToken(req.headers["x-csrf-token"]);
        return route.handle({
          request: req,
          get session() {
            return sessions.from(req);
          },
          header: (name) => req.headers[name]?.toString(),
          assignSession: (value) => {
            const opened = sessions.find(req);
            if (opened !== undefined) opened.session = value;
          },
          send: (status, body, headers = {}) => res.writeHead(status, { ...headers }).end(body),
          redirect: (location) => res.writeHead(302, { Location: location }).end(),
          stream: (source) => source.pipe(res),
          raw: () => res,
        });
      },
      { secure: (req) => trustProxy && req.headers["x-forwarded-proto"] === "https", onError: () => {} },
    );
    const server = createServer(listener);
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
