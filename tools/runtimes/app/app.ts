import { createSessions } from "@sess/core";
import { memoryStore } from "@sess/store-memory";
import { faulty } from "@sess/testing";
import { loadSession, requireLogin, webSession } from "@sess/web";

type App = (request: Request) => Promise<Response>;

/** Made with the first request: a Worker has no randomness before it. */
let app: App | undefined;

/** An app in which a visitor can sign in; the same for all runtimes. */
export function answer(request: Request): Promise<Response> {
  app ??= makeApp();
  return app(request);
}

const noContent = new Response(null, { status: 204 });

function makeApp(): App {
  const store = faulty(memoryStore({ maxSessions: 100 }));
  const sessions = createSessions<{ visits?: number }>({
    store,
    storeTimeoutMs: 300,
    allowPlainHttp: true,
    onEvent: () => {},
  });
  const signedIn = requireLogin();
  const withSession = webSession(sessions, { saveAtEnd: false });
  const routes: Record<string, App> = {
    "/": withSession((request) => {
      const session = sessions.from(request);
      return Response.json({ user: session.userId ?? null, visits: session.visits ?? 0 });
    }),
    "/visit": withSession((request) => {
      const session = sessions.from(request);
      session.visits = (session.visits ?? 0) + 1;
      return new Response(`visit ${session.visits}`, { headers: { "Set-Cookie": "theirs=1" } });
    }),
    "/quiet": withSession((request) => {
      sessions.from(request).visits = 1;
      return noContent;
    }),
    "/text": withSession((request) => new Response(`text for ${sessions.from(request).userId}`)),
    "/text-at-end": webSession(sessions, { saveAtEnd: true })(() => new Response("text")),
    "/login": withSession(async (request) => {
      await sessions.from(request).login("alice", { keep: ["visits"] });
      return Response.redirect(new URL("/", request.url), 303);
    }),
    "/logout": withSession(async (request) => {
      await sessions.from(request).logout();
      return new Response("bye");
    }),
    "/private": withSession(async (request) => {
      await signedIn(request);
      return new Response(`for ${sessions.from(request).userId}`);
    }),
    "/stream": webSession(sessions, { saveAtEnd: true })((request) => {
      const session = sessions.from(request);
      return new Response(
        new ReadableStream({
          pull: (controller) => {
            session.visits = 7;
            controller.enqueue(new TextEncoder().encode("streamed"));
            controller.close();
          },
        }),
      );
    }),
    "/hang": (request) => {
      store.hangNext("read");
      return webSession(sessions, { onError: () => {} })(() => new Response())(request);
    },
    "/socket": async (request) => Response.json((await loadSession(sessions, request))?.userId ?? null),
  };
  return async (request) => {
    const route = routes[new URL(request.url).pathname];
    return route ? route(request) : new Response("Not Found", { status: 404 });
  };
}
