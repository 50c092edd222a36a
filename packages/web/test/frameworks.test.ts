import { errorResponse, openSession, requireLogin, webSession } from "@sess/web";
import { testSessions } from "@sess/test-visitor";
import { Hono } from "hono";
import { cors } from "hono/cors";
import { setCookie } from "hono/cookie";
import { expect, it } from "vitest";
import { visiting } from "@sess/test-fetch";

it("Hono, as middleware on some routes: errors go to app.onError, other cookies stay", async () => {
  const { sessions } = testSessions();
  const app = new Hono().onError((error) => errorResponse(error, { log: () => {} }));
  app.use("/shop/*", async (c, next) => {
    const { commit } = await openSession(sessions, c.req.raw);
    await next();
    const response = await commit(c.res);
    c.res = undefined; // Else Hono lays the old headers over the new ones.
    c.res = response;
  });
  const signedIn = requireLogin();
  app.use("/shop/private", async (c, next) => {
    await signedIn(c.req.raw);
    await next();
  });
  app.get("/shop/private", (c) => c.text(`for ${sessions.from(c.req.raw).userId}`));
  app.post("/shop/login", async (c) => {
    setCookie(c, "mine", "1");
    await sessions.from(c.req.raw).login("alice");
    return c.redirect("/shop/private");
  });
  app.post("/shop/throw", async (c) => {
    await sessions.from(c.req.raw).login("bob");
    throw new Error("broken on purpose");
  });
  const alice = visiting((request) => app.fetch(request));
  expect((await alice.ask("/shop/private")).status).toBe(401);
  const login = await alice.ask("/shop/login", { method: "POST" });
  expect([login.status, login.headers.get("location")]).toEqual([302, "/shop/private"]);
  expect([...alice.cookies.keys()]).toEqual(["mine", "sid"]);
  expect((await alice.ask("/shop/private")).body).toBe("for alice");
  const thrown = await alice.ask("/shop/throw", { method: "POST" });
  expect([thrown.status, thrown.setCookies.length]).toEqual([500, 1]);
  expect((await alice.ask("/shop/private")).body).toBe("for bob");
  const headers = { "sec-fetch-site": "cross-site" };
  expect((await alice.ask("/shop/login", { method: "POST", headers })).status).toBe(403);
  expect((await alice.ask("/elsewhere", { method: "POST", headers })).status).toBe(404);
});

it("Hono, the whole app: with middleware that changes the response after the handler", async () => {
  const { sessions } = testSessions();
  const app = new Hono();
  app.use(cors());
  app.get("/", (c) => {
    const session = sessions.from(c.req.raw);
    session.visits = (session.visits ?? 0) + 1;
    return c.json(session.visits);
  });
  const alice = visiting(webSession(sessions)(app.fetch));
  const { headers, setCookies } = await alice.ask("/");
  expect([headers.get("access-control-allow-origin"), setCookies.length]).toEqual(["*", 1]);
  expect((await alice.ask("/")).body).toBe("2");
});

it("SvelteKit's hook: the handler runs inside resolve()", async () => {
  interface Event {
    readonly request: Request;
  }
  interface Hooked {
    readonly event: Event;
    readonly resolve: (event: Event) => Promise<Response>;
  }
  const { sessions } = testSessions();
  const withSession = webSession(sessions);
  const handle = ({ event, resolve }: Hooked): Promise<Response> =>
    withSession(() => resolve(event))(event.request);
  const resolve = async ({ request }: Event): Promise<Response> => {
    const session = sessions.from(request);
    session.visits = (session.visits ?? 0) + 1;
    return Response.json(session.visits);
  };
  const alice = visiting((request) => handle({ event: { request }, resolve }));
  await alice.ask("/");
  expect((await alice.ask("/")).body).toBe("2");
});
