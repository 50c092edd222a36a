import { errorResponse, openSession, type OpenedSession, webSession } from "@sess/web";
import { type TestData, testSessions } from "@sess/test-visitor";
import {
  createContext,
  createRequestHandler,
  redirect,
  type ServerBuild,
  type MiddlewareFunction,
  type RouterContextProvider,
} from "react-router";
import { describe, expect, it } from "vitest";
import { visiting } from "@sess/test-fetch";

/** What its compiler makes of an app with routes that answer by themselves. */
function built(root: MiddlewareFunction<Response>, routes: Record<string, Routed>): ServerBuild {
  const made = Object.entries(routes).map(([path, module]) => [
    path,
    { id: path, path, parentId: "root", module },
  ]);
  return {
    entry: { module: { default: () => new Response("page"), handleError: () => {} } },
    routes: {
      root: { id: "root", path: "", module: { middleware: [root] } },
      ...Object.fromEntries(made),
    },
    assets: { entry: { imports: [], module: "" }, routes: {}, url: "", version: "" },
    publicPath: "/",
    assetsBuildDirectory: "",
    future: { v8_middleware: true },
    ssr: true,
    isSpaMode: false,
    prerender: [],
    routeDiscovery: { mode: "initial" },
  } as unknown as ServerBuild;
}

type Answering = (args: {
  readonly context: Readonly<RouterContextProvider>;
}) => Promise<Response> | Response;
interface Routed {
  readonly loader?: Answering;
  readonly action?: Answering;
}

const opened = createContext<OpenedSession<TestData>>();

const routes: Record<string, Routed> = {
  visits: {
    loader: ({ context }) => {
      const { session } = context.get(opened);
      session.visits = (session.visits ?? 0) + 1;
      return Response.json(session.visits);
    },
  },
  login: {
    action: async ({ context }) => {
      await context.get(opened).session.login("alice");
      throw redirect("/profile"); // Thrown or returned: React Router makes a response of it, inside the middleware.
    },
  },
  profile: {
    loader: ({ context }) => {
      const { userId } = context.get(opened).session;
      if (userId === undefined) throw redirect("/login");
      return new Response(userId);
    },
  },
  broken: {
    action: async ({ context }) => {
      await context.get(opened).session.login("bob");
      throw new Error("broken on purpose");
    },
  },
};

describe("React Router, its middleware", () => {
  it.each<[string, (made: ReturnType<typeof testSessions>) => MiddlewareFunction<Response>]>([
    [
      "with openSession",
      ({ sessions }) =>
        async ({ request, context }, next) => {
          try {
            const session = await openSession(sessions, request);
            context.set(opened, session);
            return await session.commit(await next());
          } catch (error) {
            return errorResponse(error, { log: () => {} });
          }
        },
    ],
    [
      "with webSession",
      ({ sessions }) => {
        const withSession = webSession(sessions, { onError: () => {} });
        return ({ request, context }, next) =>
          withSession(async () => {
            context.set(opened, await openSession(sessions, request));
            return next();
          })(request);
      },
    ],
  ])("%s: for loaders and actions, also where they throw", async (_, middleware) => {
    const made = testSessions();
    const handler = createRequestHandler(built(middleware(made), routes), "production");
    const alice = visiting((request) => handler(request));
    expect((await alice.ask("/visits")).setCookies).toHaveLength(1);
    expect((await alice.ask("/visits")).body).toBe("2");
    expect((await alice.ask("/profile")).headers.get("location")).toBe("/login");
    const login = await alice.ask("/login", { method: "POST" });
    expect([login.status, login.headers.get("location"), login.setCookies.length]).toEqual([
      302,
      "/profile",
      1,
    ]);
    expect((await alice.ask("/profile")).body).toBe("alice");
    const broken = await alice.ask("/broken", { method: "POST" });
    expect([broken.status, broken.setCookies.length]).toEqual([500, 1]);
    expect((await alice.ask("/profile")).body).toBe("bob");
    const foreign = { method: "POST", headers: { "sec-fetch-site": "cross-site" } } as const;
    expect((await alice.ask("/login", foreign)).status).toBe(403);
    made.store.pauseNext("read").fail(new Error("down"));
    expect((await alice.ask("/visits")).status).toBe(503);
  });
});
