import { expressSession, requireLogin } from "@sess/express";
import type { RequestHandler } from "express";
import passport from "passport";
import { Strategy } from "passport-local";
import { Stop, type TestSessions, testSessions, type Visitor, visitorAt } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { handler, jsonErrors } from "../support/handlers.js";
import { start } from "../support/server.js";
import { versions, type Express } from "../support/versions.js";

declare global {
  namespace Express {
    interface User {
      readonly id: string;
    }
  }
}

interface App extends TestSessions {
  readonly visitor: () => Visitor;
  /** The ids that were turned into users, in their order. */
  readonly deserialized: string[];
  /** Where the check of the password of "slow" waits. */
  readonly password: Stop;
  readonly slow: Stop;
}

const GOOD = { username: "alice", password: "secret" };
const BAD = { username: "alice", password: "guess" };

/** An app as passport's documentation has it. */
async function passportApp(express: Express): Promise<App> {
  const made = testSessions();
  const { sessions } = made;
  const auth = new passport.Passport();
  const password = new Stop();
  const slow = new Stop();
  const deserialized: string[] = [];
  auth.use(
    new Strategy((username, given, done) => {
      const decide = (): void =>
        done(null, given === "secret" && { id: username }, { message: "Wrong credentials" });
      if (username === "slow") void password.pass().then(decide);
      else decide();
    }),
  );
  auth.serializeUser<string>((user, done) => done(null, user.id));
  auth.deserializeUser<string>((id, done) => {
    deserialized.push(id);
    done(null, id !== "removed" && { id });
  });

  const app = express();
  app.use(expressSession(sessions), express.urlencoded({ extended: false }), auth.session());
  app.post("/login", auth.authenticate("local", { successRedirect: "/me" }));
  app.post("/login-keep", auth.authenticate("local", { keepSessionInfo: true, successRedirect: "/me" }));
  app.post("/login-retry", auth.authenticate("local", { failureRedirect: "/login", failureMessage: true }));
  app.post("/login-callback", (req, res, next) => {
    const decided: passport.AuthenticateCallback = (error, user, info) => {
      if (error || !user) return error ? next(error) : void res.status(422).json(info);
      req.logIn(user, (failed: unknown) => (failed ? next(failed) : res.json(req.user)));
    };
    const authenticate: RequestHandler = auth.authenticate("local", decided);
    void authenticate(req, res, next);
  });
  app.post(
    "/login-both",
    auth.authenticate("local", { keepSessionInfo: true }),
    handler(async (req, res) => {
      await sessions.from(req).login(req.user?.id ?? "", { keep: ["passport", "cart"] });
      res.redirect("/account");
    }),
  );
  app.post(
    "/login-sess",
    auth.authenticate("local", { session: false }),
    handler(async (req, res) => {
      await sessions.from(req).login(req.user?.id ?? "", { keep: ["cart"] });
      res.redirect("/account");
    }),
  );
  app.post("/logout", (req, res, next) => req.logout((error) => (error ? next(error) : res.redirect("/"))));
  app.post("/logout-keep", (req, res, next) =>
    req.logout({ keepSessionInfo: true }, (error) => (error ? next(error) : res.redirect("/"))),
  );
  app.post(
    "/end",
    handler(async (req, res) => res.json(await sessions.from(req).destroy())),
  );
  app.post("/cart/:sku", (req, res) => {
    (sessions.from(req).cart ??= []).push(req.params.sku);
    res.json("ok");
  });
  app.post(
    "/slow-cart",
    handler(async (req, res) => {
      const session = sessions.from(req);
      await slow.pass();
      (session.cart ??= []).push("late");
      res.json("ok");
    }),
  );
  app.get("/me", (req, res) => {
    const session = sessions.from(req);
    res.json({ user: req.user?.id ?? null, id: session.id, data: session });
  });
  app.get("/account", requireLogin(), (req, res) => {
    res.json({ user: req.user?.id ?? null, userId: sessions.from(req).userId });
  });
  app.use(jsonErrors);
  const origin = await start(app);
  return { ...made, visitor: () => visitorAt(origin), deserialized, password, slow };
}

interface Me {
  user: string | null;
  id: string;
  data: { cart?: string[]; messages?: string[]; passport?: { user?: string } };
}

describe.each(versions)("passport on %s", (_, express) => {
  it("login: the next request has the user, the old cookie is dead, the old data are gone", async () => {
    const { visitor, records, deserialized } = await passportApp(express);
    const alice = visitor();
    await alice.ask("/cart/tea", { method: "POST" });
    const before = alice.copy();
    const { id } = await alice.json<Me>("/me");

    const { status, headers, setCookies } = await alice.ask("/login", { form: GOOD });
    expect([status, headers.get("location")]).toEqual([302, "/me"]);
    expect(setCookies).toHaveLength(1);
    expect(alice.cookie).not.toBe(before.cookie);

    const me = await alice.json<Me>("/me");
    expect(me).toEqual({
      user: "alice",
      id: expect.any(String) as string,
      data: { passport: { user: "alice" } },
    });
    expect(me.id).not.toBe(id);
    expect(deserialized).toEqual(["alice"]);
    const old = await before.json<Me>("/me");
    expect([old.user, old.data]).toEqual([null, {}]);
    expect(records.size).toBe(1);
  });

  it("login with keepSessionInfo: the data come along, the old cookie is dead", async () => {
    const { visitor, records } = await passportApp(express);
    const alice = visitor();
    await alice.ask("/cart/tea", { method: "POST" });
    const before = alice.copy();
    await alice.ask("/login-keep", { form: GOOD });

    const me = await alice.json<Me>("/me");
    expect(me.data).toEqual({ cart: ["tea"], passport: { user: "alice" } });
    expect((await before.json<Me>("/me")).data).toEqual({});
    expect(records.size).toBe(1);
    await alice.ask("/cart/milk", { method: "POST" });
    expect((await alice.json<Me>("/me")).data.cart).toEqual(["tea", "milk"]);
  });

  it("login without a session before", async () => {
    const { visitor, records } = await passportApp(express);
    const alice = visitor();
    await alice.ask("/login", { form: GOOD });
    expect((await alice.json<Me>("/me")).user).toBe("alice");
    expect(records.size).toBe(1);
  });

  it("login by a custom callback and req.logIn", async () => {
    const { visitor } = await passportApp(express);
    const alice = visitor();
    const refused = await alice.ask("/login-callback", { form: BAD });
    expect([refused.status, refused.body]).toEqual([422, JSON.stringify({ message: "Wrong credentials" })]);
    expect(await alice.json("/login-callback", { form: GOOD })).toEqual({ id: "alice" });
    expect((await alice.json<Me>("/me")).user).toBe("alice");
  });

  it("login answers only when the session is saved", async () => {
    const { visitor, store } = await passportApp(express);
    const alice = visitor();
    const gate = store.pauseNext("create");
    let answered = false;
    const login = alice.ask("/login", { form: GOOD }).then(() => (answered = true));
    await gate.reached;
    await visitor().ask("/me");
    expect(answered).toBe(false);
    gate.release();
    await login;
    expect((await alice.json<Me>("/me")).user).toBe("alice");
  });

  it("logout: the user is gone, the cookie is cleared, a copy of it is dead", async () => {
    const { visitor, records } = await passportApp(express);
    const alice = visitor();
    await alice.ask("/login", { form: GOOD });
    const thief = alice.copy();
    const { status, setCookies } = await alice.ask("/logout", { method: "POST" });
    expect(status).toBe(302);
    expect(setCookies).toEqual([expect.stringMatching(/^sid=; .*Max-Age=0/)]);
    expect(alice.cookies.size).toBe(0);
    expect((await alice.json<Me>("/me")).user).toBeNull();
    expect((await thief.json<Me>("/me")).user).toBeNull();
    expect(records.size).toBe(0);
  });

  it("logout with keepSessionInfo: the data stay under a new cookie, without the user", async () => {
    const { visitor, records } = await passportApp(express);
    const alice = visitor();
    await alice.ask("/login", { form: GOOD });
    await alice.ask("/cart/tea", { method: "POST" });
    const thief = alice.copy();
    await alice.ask("/logout-keep", { method: "POST" });
    expect(await alice.json<Me>("/me")).toMatchObject({ user: null, data: { cart: ["tea"], passport: {} } });
    expect(await thief.json<Me>("/me")).toMatchObject({ user: null, data: {} });
    expect(alice.cookie).not.toBe(thief.cookie);
    expect(records.size).toBe(1);
  });

  it("logout without a session leaves none behind", async () => {
    const { visitor, records } = await passportApp(express);
    const { status, setCookies } = await visitor().ask("/logout", { method: "POST" });
    expect([status, setCookies, records.size]).toEqual([302, [], 0]);
  });

  it("the session strategy forgets a user who does not exist any more", async () => {
    const { visitor, deserialized } = await passportApp(express);
    const removed = visitor();
    await removed.ask("/login", { form: { ...GOOD, username: "removed" } });
    expect(await removed.json<Me>("/me")).toMatchObject({ user: null, data: { passport: {} } });
    await removed.ask("/me");
    expect(deserialized).toEqual(["removed"]);
  });

  it("failure: 401, no session, and nobody is signed in", async () => {
    const { visitor, records } = await passportApp(express);
    const alice = visitor();
    const { status, body, setCookies } = await alice.ask("/login", { form: BAD });
    expect([status, body, setCookies, records.size]).toEqual([401, "Unauthorized", [], 0]);
    expect((await alice.json<Me>("/me")).user).toBeNull();
  });

  it("failure keeps the session of who is signed in, and its message waits in it", async () => {
    const { visitor } = await passportApp(express);
    const alice = visitor();
    await alice.ask("/login", { form: GOOD });
    const { headers } = await alice.ask("/login-retry", { form: BAD });
    expect(headers.get("location")).toBe("/login");
    await alice.ask("/login-retry", { form: BAD });
    expect(await alice.json<Me>("/me")).toMatchObject({
      user: "alice",
      data: { messages: ["Wrong credentials", "Wrong credentials"] },
    });
  });

  it.each(["/login", "/login-keep", "/login-callback"])(
    "%s signs nobody in when the session was ended while it ran",
    async (path) => {
      const { visitor, password, records } = await passportApp(express);
      const alice = visitor();
      await alice.ask("/login", { form: GOOD });
      const late = alice.copy();
      const login = late.ask(path, { form: { ...GOOD, username: "slow" } });
      await password.reached;
      await alice.ask("/end", { method: "POST" });
      password.release();

      const { status, body, setCookies } = await login;
      expect([status, setCookies]).toEqual([401, []]);
      expect(body).toContain('"code":"SESSION_ENDED"');
      expect(records.size).toBe(0);
      expect((await late.json<Me>("/me")).user).toBeNull();
    },
  );

  it("a slow request from before the login changes nothing afterwards, and takes no cookie away (V-01, T-12)", async () => {
    const { visitor, slow, records, events } = await passportApp(express);
    const alice = visitor();
    await alice.ask("/cart/tea", { method: "POST" });
    const late = alice.copy().ask("/slow-cart", { method: "POST" });
    await slow.reached;
    await alice.ask("/login-keep", { form: GOOD });
    slow.release();

    const { status, setCookies } = await late;
    expect([status, setCookies]).toEqual([200, []]);
    expect(events).toContain("write_after_end");
    expect((await alice.json<Me>("/me")).data).toEqual({ cart: ["tea"], passport: { user: "alice" } });
    expect(records.size).toBe(1);
  });

  it("two logins at once from one session: one is signed in, the other one is told, no session is left over", async () => {
    const { visitor, store, records } = await passportApp(express);
    const alice = visitor();
    await alice.ask("/cart/tea", { method: "POST" });
    const other = alice.copy();
    const gate = store.pauseNext("delete");
    const held = alice.ask("/login", { form: GOOD });
    await gate.reached;
    expect((await other.ask("/login", { form: GOOD })).status).toBe(302);
    gate.release();

    expect(await held).toMatchObject({ status: 401, setCookies: [] });
    expect((await other.json<Me>("/me")).user).toBe("alice");
    expect(records.size).toBe(1);
  });

  it("two logins at once from two browsers do not know of each other", async () => {
    const { visitor, records } = await passportApp(express);
    const [alice, bob] = [visitor(), visitor()];
    await Promise.all([
      alice.ask("/login", { form: GOOD }),
      bob.ask("/login", { form: { ...GOOD, username: "bob" } }),
    ]);
    expect((await alice.json<Me>("/me")).user).toBe("alice");
    expect((await bob.json<Me>("/me")).user).toBe("bob");
    expect(records.size).toBe(2);
  });

  it("a store that fails during login: 503, nobody is signed in, the old session goes on", async () => {
    const { visitor, store } = await passportApp(express);
    const alice = visitor();
    await alice.ask("/cart/tea", { method: "POST" });
    store.pauseNext("delete").fail(new Error("down"));
    const { status, setCookies } = await alice.ask("/login", { form: GOOD });
    expect([status, setCookies]).toEqual([503, []]);
    expect(await alice.json<Me>("/me")).toMatchObject({ user: null, data: { cart: ["tea"] } });
  });

  it("passport checks the password, session.login signs in", async () => {
    const { visitor, records } = await passportApp(express);
    const alice = visitor();
    await alice.ask("/cart/tea", { method: "POST" });
    const before = alice.copy();
    expect((await alice.ask("/account")).status).toBe(401);
    expect((await alice.ask("/login-sess", { form: GOOD })).status).toBe(302);
    expect(await alice.json("/account")).toEqual({ user: null, userId: "alice" });
    expect((await alice.json<Me>("/me")).data).toEqual({ cart: ["tea"] });
    expect((await before.ask("/account")).status).toBe(401);
    expect(records.size).toBe(1);
  });

  it("passport signs in, and session.login binds the user as well", async () => {
    const { visitor, records } = await passportApp(express);
    const alice = visitor();
    await alice.ask("/cart/tea", { method: "POST" });
    await alice.ask("/login-both", { form: GOOD });
    expect(await alice.json("/account")).toEqual({ user: "alice", userId: "alice" });
    expect((await alice.json<Me>("/me")).data.cart).toEqual(["tea"]);
    expect(records.size).toBe(1);
    await alice.ask("/logout", { method: "POST" });
    expect((await alice.ask("/account")).status).toBe(401);
    expect(records.size).toBe(0);
  });
});
