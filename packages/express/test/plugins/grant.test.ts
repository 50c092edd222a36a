import { createHash } from "node:crypto";
import express5 from "express";
import { expressSession } from "@sess/express";
import grant from "grant";
import { type TestSessions, testSessions, type Visitor, visitorAt } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { start } from "../support/server.js";
import { versions, type Express } from "../support/versions.js";

/** An OAuth2 provider with PKCE, at which everybody is signed in as Alice and agrees to everything. */
async function startProvider(): Promise<string> {
  const challenges = new Map<string, string>();
  const app = express5();
  app.use(express5.urlencoded({ extended: false }));
  app.get("/authorize", (req, res) => {
    const { redirect_uri, state, code_challenge } = req.query;
    const code = `code-${challenges.size}`;
    challenges.set(code, String(code_challenge));
    res.redirect(`${String(redirect_uri)}?${new URLSearchParams({ code, state: String(state) }).toString()}`);
  });
  app.post("/token", (req, res) => {
    const { code, code_verifier, client_secret } = req.body as Record<string, string>;
    const challenge = createHash("sha256")
      .update(code_verifier ?? "")
      .digest("base64url");
    if (client_secret !== "app-secret" || challenges.get(code ?? "") !== challenge) {
      return void res.status(400).json({ error: "invalid_grant" });
    }
    res.json({ access_token: `token for ${code}`, token_type: "bearer" });
  });
  app.get("/profile", (req, res) => res.json({ name: "Alice", saw: req.get("authorization") }));
  return start(app);
}

interface App extends TestSessions {
  readonly visitor: () => Visitor;
  /** Follows redirects to the provider and back until a page comes. */
  readonly follow: (visitor: Visitor, location: string) => Promise<unknown>;
}

async function grantApp(express: Express): Promise<App> {
  const provider = await startProvider();
  const made = testSessions();
  const { sessions } = made;
  const app = express();
  const origin = await start((req, res) => void app(req, res));
  app.use(expressSession(sessions));
  app.use(
    grant.default.express({
      defaults: { origin, transport: "session", state: true, pkce: true, callback: "/done" },
      fake: {
        oauth: 2,
        key: "app",
        secret: "app-secret",
        authorize_url: `${provider}/authorize`,
        access_url: `${provider}/token`,
        profile_url: `${provider}/profile`,
        response: ["tokens", "profile"],
      },
    }),
  );
  app.get("/prototype", (req, res) => {
    // grant waits for save() only where it finds it so.
    const { save }: { save: (...args: unknown[]) => unknown } = Object.getPrototypeOf(sessions.from(req));
    res.json({ type: typeof save, length: save.length });
  });
  app.get("/done", (req, res) => {
    const { grant } = sessions.from(req) as { grant?: { response?: unknown } };
    res.json(grant?.response ?? null);
  });
  const follow = async (visitor: Visitor, location: string): Promise<unknown> => {
    const browser = location.startsWith(origin) || location.startsWith("/") ? visitor : visitorAt(provider);
    const { headers, body, status } = await browser.ask(location);
    const next = headers.get("location");
    if (next !== null) return follow(visitor, next);
    return status === 200 ? (JSON.parse(body) as unknown) : status;
  };
  return { ...made, visitor: () => visitorAt(origin), follow };
}

describe.each(versions)("grant on %s", (_, express) => {
  it("finds a save() that it can wait for", async () => {
    const { visitor } = await grantApp(express);
    expect(await visitor().json("/prototype")).toEqual({ type: "function", length: 1 });
  });

  it("an OAuth2 round trip: state, PKCE, tokens and profile travel through the session", async () => {
    const { visitor, follow, records } = await grantApp(express);
    expect(await follow(visitor(), "/connect/fake")).toEqual({
      access_token: "token for code-0",
      profile: { name: "Alice", saw: "Bearer token for code-0" },
    });
    expect(records.size).toBe(1);
  });

  it("the redirect to the provider goes out only when the session is saved", async () => {
    const { visitor, follow, store } = await grantApp(express);
    const alice = visitor();
    const gate = store.pauseNext("create");
    let answered = false;
    const redirected = alice.ask("/connect/fake").finally(() => (answered = true));
    await gate.reached;
    await visitor().ask("/prototype");
    expect(answered).toBe(false);
    gate.release();
    const { headers, status } = await redirected;
    expect(status).toBe(302);
    expect(await follow(alice, headers.get("location") ?? "")).toMatchObject({ profile: { name: "Alice" } });
  });

  it("an answer for somebody else's session is refused", async () => {
    const { visitor, follow } = await grantApp(express);
    const mallory = visitor();
    const { headers } = await mallory.ask("/connect/fake");
    const victim = visitor();
    await victim.ask("/connect/fake");
    expect(await follow(victim, headers.get("location") ?? "")).toMatchObject({
      error: "Grant: OAuth2 state mismatch",
    });
  });

  it("a store that fails before the redirect: 503, and nobody is sent away", async () => {
    const { visitor, store } = await grantApp(express);
    // grant does not look at what its save() came to; the response does.
    store.pauseNext("create").fail(new Error("down"));
    store.pauseNext("create").fail(new Error("still down"));
    const { status, headers, setCookies } = await visitor().ask("/connect/fake");
    expect([status, headers.get("location"), setCookies]).toEqual([503, null, []]);
  });
});
