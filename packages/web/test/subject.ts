import type { Sessions } from "@sess/core";
import type { TestRoute } from "@sess/conformance";
import { answer, type FetchSubject, serving } from "@sess/test-fetch";
import { errorResponse, requireCsrfToken, requireLogin, webSession } from "@sess/web";
import { Hono } from "hono";

/** Stores that are away are what the suite is about: nothing of it goes to the console. */
const quietly = (error: unknown): Response => errorResponse(error, { log: () => {} });

/** A fetch handler without a framework. */
export const fetchSubject = (saveAtEnd: boolean): FetchSubject => ({
  saveAtEnd,
  start: ({ sessions, routes, trustProxy }) => {
    const withSession = webSession(sessions, { trustProxy, saveAtEnd, onError: quietly });
    return serving(
      withSession((request) => {
        const route = routes[new URL(request.url).pathname];
        return route ? checked(route, sessions, request) : new Response("Not Found", { status: 404 });
      }),
    );
  },
});

/** A whole Hono app, as a fetch handler. */
export const wholeHonoSubject = (saveAtEnd: boolean): FetchSubject => ({
  saveAtEnd,
  start: ({ sessions, routes, trustProxy }) => {
    const app = new Hono().onError(quietly);
    for (const [path, route] of Object.entries(routes))
      app.all(path, (c) => checked(route, sessions, c.req.raw));
    const withSession = webSession(sessions, { trustProxy, saveAtEnd, onError: () => {} });
    return serving(withSession(app.fetch));
  },
});

async function checked(route: TestRoute, sessions: Sessions, request: Request): Promise<Response> {
  const { requiresLogin, requiresCsrfToken } = route;
  if (requiresLogin) await requireLogin(requiresLogin === true ? {} : requiresLogin)(request);
  if (requiresCsrfToken) await requireCsrfToken()(request);
  return answer(route, {
    request,
    get session() {
      return sessions.from(request);
    },
    header: (name) => request.headers.get(name) ?? undefined,
    assignSession: (value) => {
      const opened = sessions.find(request);
      if (opened !== undefined) opened.session = value;
    },
  });
}
