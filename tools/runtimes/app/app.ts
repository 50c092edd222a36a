import { createSessions, EPOCH_KEY, type SessionStore } from "@sess/core";
import { memoryStore } from "@sess/store-memory";
import { faulty } from "@sess/testing";
import { loadSession, requireLogin, webSession } from "@sess/web";

type App = (request: Request) => Promise<Response | undefined>;

/** The runtime's own way to turn a request into a WebSocket, which says `text` first. Bun returns no response. */
export type Upgrade = (request: Request, text: string) => Response | undefined;

/** Made with the first request: a Worker has no randomness before it. */
let app: App | undefined;

/** An app in which a visitor can sign in; the same for all runtimes. */
export function answering(upgrade: Upgrade): App {
  return (request) => {
    app ??= makeApp(upgrade);
    return app(request);
  };
}

/** The word "packed", as gzip packs it. */
const PACKED = "H4sIAAAAAAAAAytITM5OTQEAELT2IQYAAAA=";

const noContent = new Response(null, { status: 204 });

function makeApp(upgrade: Upgrade): App {
  const store = faulty(memoryStore({ maxSessions: 100 }));
  const sessions = createSessions<{ visits?: number }>({
    store,
    storeTimeoutMs: 300,
    allowPlainHttp: true,
    onEvent: () => {},
  });
  /** Nobody has said that plain HTTP may have a cookie. */
  const unsaid = createSessions<{ visits?: number }>({ store, onEvent: () => {} });
  const stuck = createSessions({
    store: stuckStore(),
    storeTimeoutMs: 300,
    onEvent: () => {},
    allowPlainHttp: true,
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
    "/endless": webSession(sessions, { saveAtEnd: true })((request) => {
      const session = sessions.from(request);
      return new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new TextEncoder().encode("more,")),
          cancel: () => {
            session.visits = 9;
          },
        }),
      );
    }),
    "/two": withSession((request) => {
      sessions.from(request).visits = 1;
      const headers = new Headers({ Vary: "Accept" });
      headers.append("Set-Cookie", "a=1; Expires=Thu, 01 Jan 2037 00:00:00 GMT");
      headers.append("Set-Cookie", "b=2");
      return new Response("two", { headers });
    }),
    "/typed": withSession((request) => {
      sessions.from(request).visits = 1;
      return new Response(new Blob(["<p>"], { type: "text/html" }));
    }),
    "/typed-at-end": webSession(sessions, { saveAtEnd: true })(
      () => new Response(new Blob(["<p>"], { type: "text/html" })),
    ),
    "/packed": withSession((request) => {
      sessions.from(request).visits = 1;
      // `encodeBody` is a Worker's: the bytes are what the header says already.
      const packed: ResponseInit & { readonly encodeBody: string } = {
        headers: { "Content-Encoding": "gzip", "Content-Type": "text/plain" },
        encodeBody: "manual",
      };
      return new Response(
        Uint8Array.from(atob(PACKED), (byte) => byte.charCodeAt(0)),
        packed,
      );
    }),
    "/fetched": withSession(async (request) => {
      sessions.from(request).visits = 1;
      return fetch("data:text/plain,remote");
    }),
    "/unsaid": webSession(unsaid)((request) => {
      unsaid.from(request).visits = 1;
      return new Response();
    }),
    "/stuck": webSession(stuck, { onError: () => {} })((request) => new Response(stuck.from(request).userId)),
    "/upgrade": withSession((request) => upgrade(request, `hello ${sessions.from(request).userId}`)),
    "/hang": (request) => {
      store.hangNext("read");
      return webSession(sessions, { onError: () => {} })(() => new Response())(request);
    },
    "/socket": async (request) => Response.json((await loadSession(sessions, request))?.userId ?? null),
  };
  return async (request) => {
    // Not by `new URL()`: a test sends a Host that is none.
    const route = routes[/^(?:\w+:\/\/[^/]*)?([^?]*)/.exec(request.url)?.[1] ?? ""];
    return route ? route(request) : new Response("Not Found", { status: 404 });
  };
}

/** Reads of a session fail at once; whether everybody was signed out is answered by a timer, which in a Worker ends with its request. */
function stuckStore(): SessionStore {
  const unchanged = { status: "gone" } as const;
  return {
    create: () => Promise.resolve(true),
    read: (key) =>
      key === EPOCH_KEY
        ? new Promise((resolve) => setTimeout(() => resolve(undefined), 100))
        : Promise.reject(new Error("down")),
    patch: () => Promise.resolve(unchanged),
    delete: () => Promise.resolve("gone"),
  };
}
