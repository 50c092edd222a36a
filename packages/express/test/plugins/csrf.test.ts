import { expressSession } from "@sess/express";
import cookieParser from "cookie-parser";
import { doubleCsrf } from "csrf-csrf";
import { csrfSync } from "csrf-sync";
import lusca from "lusca";
import { type TestSessions, testSessions, type Visitor, visitorAt } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { handler, jsonErrors } from "../support/handlers.js";
import { start } from "../support/server.js";
import { versions, type Express } from "../support/versions.js";

interface App extends TestSessions {
  readonly visitor: () => Visitor;
}

interface Page {
  token: string;
}

/** Sends a form with a token. */
async function send(visitor: Visitor, token: string): Promise<number> {
  return (await visitor.ask("/change", { method: "POST", headers: { "x-csrf-token": token } })).status;
}

async function csrfSyncApp(express: Express): Promise<App> {
  const made = testSessions();
  const { sessions } = made;
  const { generateToken, revokeToken, csrfSynchronisedProtection } = csrfSync();
  const app = express();
  app.use(expressSession(sessions));
  app.get("/form", (req, res) => res.json({ token: generateToken(req) }));
  app.get("/data", (req, res) => res.json(sessions.from(req)));
  app.post(
    "/login",
    handler(async (req, res) => res.json(await sessions.from(req).login("alice"))),
  );
  app.post("/revoke", (req, res) => res.json(revokeToken(req)));
  app.use(csrfSynchronisedProtection);
  app.post("/change", (_req, res) => res.json("changed"));
  app.use(jsonErrors);
  const origin = await start(app);
  return { ...made, visitor: () => visitorAt(origin) };
}

describe.each(versions)("csrf-sync on %s", (_, express) => {
  it("lets through the session's own token, and nothing else", async () => {
    const { visitor } = await csrfSyncApp(express);
    const [alice, mallory] = [visitor(), visitor()];
    const { token } = await alice.json<Page>("/form");
    const foreign = await mallory.json<Page>("/form");
    expect(await send(alice, token)).toBe(200);
    expect(await send(alice, foreign.token)).toBe(403);
    expect(await send(alice, "")).toBe(403);
    expect(await send(visitor(), token)).toBe(403);
    expect((await alice.json<Page>("/form")).token).toBe(token);
  });

  it("a token from before the login is dead", async () => {
    const { visitor } = await csrfSyncApp(express);
    const alice = visitor();
    const { token } = await alice.json<Page>("/form");
    await alice.ask("/login", { method: "POST" });
    expect(await send(alice, token)).toBe(403);
    expect(await send(alice, (await alice.json<Page>("/form")).token)).toBe(200);
  });

  it("a revoked token is dead, and its field gone", async () => {
    const { visitor } = await csrfSyncApp(express);
    const alice = visitor();
    const { token } = await alice.json<Page>("/form");
    expect(await alice.json("/data")).toEqual({ csrfToken: token });
    await alice.ask("/revoke", { method: "POST" });
    expect(await send(alice, token)).toBe(403);
    expect(await alice.json("/data")).toEqual({});
  });
});

/** `saving`: as documented. The token is bound to `session.id`, which only lasts once the session is stored. */
async function csrfCsrfApp(express: Express, saving: boolean): Promise<App> {
  const made = testSessions();
  const { sessions } = made;
  const { generateCsrfToken, doubleCsrfProtection } = doubleCsrf({
    getSecret: () => "only for this test",
    getSessionIdentifier: (req) => sessions.from(req).id,
    cookieName: "csrf",
  });
  const app = express();
  app.use(cookieParser(), expressSession(sessions));
  app.get(
    "/form",
    handler(async (req, res) => {
      const session = sessions.from(req);
      if (saving && session.isNew) await session.save();
      res.json({ token: generateCsrfToken(req, res) });
    }),
  );
  app.post(
    "/login",
    handler(async (req, res) => {
      await sessions.from(req).login("alice");
      res.json({ token: generateCsrfToken(req, res, { overwrite: true }) });
    }),
  );
  app.use(doubleCsrfProtection);
  app.post("/change", (_req, res) => res.json("changed"));
  app.use(jsonErrors);
  const origin = await start(app);
  return { ...made, visitor: () => visitorAt(origin) };
}

describe.each(versions)("csrf-csrf on %s", (_, express) => {
  it("an app that saves the session when it hands out the token", async () => {
    const { visitor, records } = await csrfCsrfApp(express, true);
    const [alice, mallory] = [visitor(), visitor()];
    const { token } = await alice.json<Page>("/form");
    expect([...alice.cookies.keys()].sort()).toEqual(["csrf", "sid"]);
    expect(await send(alice, token)).toBe(200);
    expect(await send(alice, token.replace(/^./, "x"))).toBe(403);
    expect(records.size).toBe(1);

    // The same token is good for the next page, and the session is saved once.
    expect(await alice.json<Page>("/form")).toEqual({ token });
    expect(records.size).toBe(1);

    // Planted in another session, token and cookie together are worth nothing.
    await mallory.ask("/form");
    mallory.cookies.set("csrf", alice.cookies.get("csrf") ?? "");
    expect(await send(mallory, token)).toBe(403);
  });

  it("a login binds the token anew", async () => {
    const { visitor } = await csrfCsrfApp(express, true);
    const alice = visitor();
    const before = await alice.json<Page>("/form");
    const planted = alice.cookies.get("csrf") ?? "";
    const after = await alice.json<Page>("/login", { method: "POST" });
    expect(await send(alice, after.token)).toBe(200);
    alice.cookies.set("csrf", planted);
    expect(await send(alice, before.token)).toBe(403);
  });

  it("without save() there is no session yet that the token could belong to", async () => {
    const { visitor, records } = await csrfCsrfApp(express, false);
    const alice = visitor();
    const { token } = await alice.json<Page>("/form");
    expect([...alice.cookies.keys()]).toEqual(["csrf"]);
    expect(await send(alice, token)).toBe(403);
    expect(records.size).toBe(0);
  });
});

async function luscaApp(express: Express): Promise<App> {
  const made = testSessions();
  const { sessions } = made;
  const app = express();
  app.use(expressSession(sessions), express.urlencoded({ extended: false }));
  app.post(
    "/login",
    handler(async (req, res) => res.json(await sessions.from(req).login("alice"))),
  );
  app.use(lusca({ csrf: true, xframe: "DENY", nosniff: true }));
  app.get("/form", (_req, res) => res.json({ token: String(res.locals["_csrf"]) }));
  app.post("/change", (_req, res) => res.json("changed"));
  const origin = await start(app);
  return { ...made, visitor: () => visitorAt(origin) };
}

describe.each(versions)("lusca on %s", (_, express) => {
  it("lets through tokens of the session's own secret, by header or form, and nothing else", async () => {
    const { visitor, records } = await luscaApp(express);
    const [alice, mallory] = [visitor(), visitor()];
    const { token } = await alice.json<Page>("/form");
    const foreign = await mallory.json<Page>("/form");
    expect(await send(alice, token)).toBe(200);
    expect((await alice.ask("/change", { form: { _csrf: token } })).status).toBe(200);
    expect(await send(alice, foreign.token)).toBe(403);
    expect(await send(alice, "")).toBe(403);
    expect(records.size).toBe(2);
  });

  it("a token from before the login is dead", async () => {
    const { visitor } = await luscaApp(express);
    const alice = visitor();
    const { token } = await alice.json<Page>("/form");
    await alice.ask("/login", { method: "POST" });
    expect(await send(alice, token)).toBe(403);
    expect(await send(alice, (await alice.json<Page>("/form")).token)).toBe(200);
  });

  it("its headers and the cookie come together", async () => {
    const { visitor } = await luscaApp(express);
    const { headers, setCookies } = await visitor().ask("/form");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(setCookies).toHaveLength(1);
  });
});
