import type { AddressInfo } from "node:net";
import type { AdapterSubject } from "@sess/conformance";
import { expressSession, requireCsrfToken, requireLogin } from "@sess/express";
import type express from "express";

/** How the suite's neutral app is written in Express; the same for 5 and 4. */
export function expressSubject(makeApp: typeof express): AdapterSubject {
  return {
    start: ({ sessions, routes, trustProxy }) => {
      const app = makeApp();
      app.set("trust proxy", trustProxy ? 1 : false);
      app.use(expressSession(sessions));
      for (const [path, { requiresLogin, requiresCsrfToken, handle }] of Object.entries(routes)) {
        if (requiresLogin) app.use(path, requireLogin(requiresLogin === true ? {} : requiresLogin));
        if (requiresCsrfToken) app.use(path, requireCsrfToken());
        app.all(path, (req, res, next) => {
          const work = async (): Promise<void> => {
            await handle({
              request: req,
              get session() {
                return sessions.from(req);
              },
              header: (name) => req.get(name),
              assignSession: (value) => Object.assign(req, { session: value }),
              send: (status, body, headers = {}) => res.status(status).set(headers).send(body),
              redirect: (location) => res.redirect(location),
              stream: (source) => source.pipe(res),
              raw: () => res,
            });
          };
          work().catch(next);
        });
      }
      return new Promise((resolve) => {
        const server = app.listen(0, "127.0.0.1", () => {
          resolve({
            port: (server.address() as AddressInfo).port,
            close: async () => {
              server.closeAllConnections();
              await new Promise((closed) => server.close(closed));
            },
          });
        });
      });
    },
  };
}
