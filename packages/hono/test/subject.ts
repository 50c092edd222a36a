import { honoSession, requireCsrfToken, requireLogin } from "@sess/hono";
import { answer, type FetchSubject, serving } from "@sess/test-fetch";
import { errorResponse } from "@sess/web";
import type { Hono } from "hono";

/** How the suite's neutral app is written in Hono; the same for all its versions. */
export const honoSubject = (makeApp: () => Hono, saveAtEnd: boolean): FetchSubject => ({
  saveAtEnd,
  start: ({ sessions, routes, trustProxy }) => {
    const app = makeApp();
    // Stores that are away are what the suite is about: nothing of it goes to the console.
    app.onError((error) => errorResponse(error, { log: () => {} }));
    const withSession = app.use(honoSession(sessions, { trustProxy, saveAtEnd }));
    for (const [path, route] of Object.entries(routes)) {
      const { requiresLogin, requiresCsrfToken } = route;
      if (requiresLogin) app.use(path, requireLogin(requiresLogin === true ? {} : requiresLogin));
      if (requiresCsrfToken) app.use(path, requireCsrfToken());
      withSession.all(path, (c) =>
        answer(route, {
          request: c,
          get session() {
            return c.get("session");
          },
          header: (name) => c.req.header(name),
          assignSession: (value) => {
            const opened = sessions.find(c);
            if (opened !== undefined) opened.session = value;
          },
        }),
      );
    }
    return serving((request) => app.fetch(request));
  },
});
