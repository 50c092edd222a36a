import formbody from "@fastify/formbody";
import { Authenticator } from "@fastify/passport";
import { fastifySession, requireLogin } from "@sess/fastify";
import Fastify from "fastify";
import { Strategy } from "passport-local";
import { Later, type TestSessions, testSessions, type Visitor } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { injected } from "../support/visitor.js";

declare module "fastify" {
  interface PassportUser {
    readonly id: string;
  }
}

interface App extends TestSessions {
  readonly visitor: Visitor;
  /** The ids that were turned into users, in their order. */
  readonly deserialized: string[];
  /** The check of the password of "slow": that it has begun, and that it may end. */
  readonly asked: Later;
  readonly known: Later;
}

interface Me {
  user: string | null;
  id: string;
  data: Record<string, unknown>;
}

const GOOD = { username: "alice", password: "secret" };
const BAD = { username: "alice", password: "guess" };

/** An app as the package's documentation has it, with our plug-in in place of theirs. */
async function passportApp(): Promise<App> {
  const made = testSessions();
  const { sessions } = made;
  const passport = new Authenticator({ clearSessionIgnoreFields: ["theme"] });
  const deserialized: string[] = [];
  const [asked, known] = [new Later(), new Later()];
  passport.use(
    new Strategy((username, given, done) => {
      const decide = (): void =>
        done(null, given === "secret" && { id: username }, { message: "Wrong credentials" });
      if (username !== "slow") return decide();
      asked.resolve();
      void known.promise.then(decide);
    }),
  );
  passport.registerUserSerializer<{ id: string }, string>(async (user) => user.id);
  passport.registerUserDeserializer<string, { id: string } | false>(async (id) => {
    deserialized.push(id);
    return id !== "removed" && { id };
  });

  const app = Fastify();
  await app.register(formbody);
  await app.register(fastifySession, { sessions });
  await app.register(passport.initialize());
  await app.register(passport.secureSession());
  const login = (options?: Parameters<typeof passport.authenticate>[1]) => ({
    preValidation: passport.authenticate("local", { successRedirect: "/me", ...(options as object) }),
  });
  app.post("/login", login(), () => undefined);
  app.post("/login-keep", login({ keepSessionInfo: true }), () => undefined);
  app.post("/login-retry", login({ failureRedirect: "/login", failureMessage: true }), () => undefined);
  app.post("/login-flash", login({ failureRedirect: "/login", failureFlash: "Try again" }), () => undefined);
  app.post(
    "/login-back",
    login({ successReturnToOrRedirect: "/me", keepSessionInfo: true }),
    () => undefined,
  );
  app.post(
    "/login-sess",
    { preValidation: passport.authenticate("local", { session: false }) },
    async (request, reply) => {
      await sessions.from(request).login(request.user?.id ?? "", { keep: ["cart"] });
      return reply.redirect("/account");
    },
  );
  app.post("/logout", async (request, reply) => {
    await request.logOut();
    return reply.redirect("/");
  });
  app.post("/end", async (request) => sessions.from(request).destroy());
  app.post<{ Params: { sku: string } }>("/cart/:sku", async (request) => {
    const session = sessions.from(request);
    session.theme = "dark";
    (session.cart ??= []).push(request.params.sku);
    return "ok";
  });
  app.get("/secret", async (request, reply) => {
    if (request.isAuthenticated()) return "yours";
    Object.assign(sessions.from(request), { returnTo: request.url });
    return reply.redirect("/login");
  });
  app.get("/messages", async (_request, reply) => reply.flash("error"));
  app.get("/me", async (request) => {
    const session = sessions.from(request);
    return { user: request.user?.id ?? null, id: session.id, data: session };
  });
  app.get("/account", { onRequest: requireLogin() }, async (request) => sessions.from(request).userId);
  return { ...made, visitor: await injected(app), deserialized, asked, known };
}

describe("@fastify/passport", () => {
  it("login: the next request has the user, the old cookie is dead, the old data are gone", async () => {
    const { visitor: alice, records, deserialized } = await passportApp();
    await alice.ask("/cart/tea", { method: "POST" });
    const before = alice.copy();
    const { id } = await alice.json<Me>("/me");

    const { status, headers, setCookies } = await alice.ask("/login", { form: GOOD });
    expect([status, headers.get("location"), setCookies.length]).toEqual([302, "/me", 1]);
    expect(alice.cookie).not.toBe(before.cookie);
    const me = await alice.json<Me>("/me");
    // The app asked for the theme to stay.
    expect(me).toMatchObject({ user: "alice", data: { passport: "alice", theme: "dark" } });
    expect(Object.keys(me.data).sort()).toEqual(["passport", "theme"]);
    expect(me.id).not.toBe(id);
    expect(deserialized).toEqual(["alice"]);
    expect(await before.json<Me>("/me")).toMatchObject({ user: null, data: {} });
    expect(records.size).toBe(1);
  });

  it("login with keepSessionInfo: the data come along, the old cookie is dead", async () => {
    const { visitor: alice, records } = await passportApp();
    await alice.ask("/cart/tea", { method: "POST" });
    const before = alice.copy();
    await alice.ask("/login-keep", { form: GOOD });
    const { user, data } = await alice.json<Me>("/me");
    expect([user, data]).toEqual(["alice", { cart: ["tea"], theme: "dark", passport: "alice" }]);
    expect((await before.json<Me>("/me")).data).toEqual({});
    await alice.ask("/cart/milk", { method: "POST" });
    expect((await alice.json<Me>("/me")).data["cart"]).toEqual(["tea", "milk"]);
    expect(records.size).toBe(1);
  });

  it("login without a session before", async () => {
    const { visitor: alice, records } = await passportApp();
    await alice.ask("/login", { form: GOOD });
    expect((await alice.json<Me>("/me")).user).toBe("alice");
    expect(records.size).toBe(1);
  });

  it("returnTo leads back", async () => {
    const { visitor: alice } = await passportApp();
    await alice.ask("/secret");
    const { headers } = await alice.ask("/login-back", { form: GOOD });
    expect(headers.get("location")).toBe("/secret");
    expect((await alice.ask("/secret")).body).toBe("yours");
  });

  it("logout: the user is gone, the cookie is cleared, a copy of it is dead", async () => {
    const { visitor: alice, records } = await passportApp();
    await alice.ask("/login", { form: GOOD });
    const thief = alice.copy();
    const { status, setCookies } = await alice.ask("/logout", { method: "POST" });
    expect([status, setCookies]).toEqual([302, [expect.stringMatching(/^sid=; .*Max-Age=0/)]]);
    expect((await thief.json<Me>("/me")).user).toBeNull();
    expect([alice.cookies.size, records.size]).toEqual([0, 0]);
  });

  it("logout without a session leaves none behind", async () => {
    const { visitor, records } = await passportApp();
    const { status, setCookies } = await visitor.ask("/logout", { method: "POST" });
    expect([status, setCookies, records.size]).toEqual([302, [], 0]);
  });

  it("a user who does not exist any more is signed out", async () => {
    const { visitor: removed, deserialized, records } = await passportApp();
    await removed.ask("/login", { form: { ...GOOD, username: "removed" } });
    expect(await removed.json<Me>("/me")).toMatchObject({ user: null, data: {} });
    await removed.ask("/me");
    expect([deserialized, records.size]).toEqual([["removed"], 0]);
  });

  it("failure: 401, no session, and nobody is signed in", async () => {
    const { visitor, records } = await passportApp();
    const { status, body, setCookies } = await visitor.ask("/login", { form: BAD });
    expect([status, body, setCookies, records.size]).toEqual([401, "Unauthorized", [], 0]);
  });

  it("failure keeps the session of who is signed in; its messages wait in it", async () => {
    const { visitor: alice } = await passportApp();
    await alice.ask("/login", { form: GOOD });
    expect((await alice.ask("/login-retry", { form: BAD })).headers.get("location")).toBe("/login");
    await alice.ask("/login-retry", { form: BAD });
    expect(await alice.json<Me>("/me")).toMatchObject({
      user: "alice",
      data: { messages: ["Wrong credentials", "Wrong credentials"] },
    });
    await alice.ask("/login-flash", { form: BAD });
    expect(await alice.json("/messages")).toEqual(["Try again"]);
    expect(await alice.json("/messages")).toEqual([]);
  });

  it("passport checks the password, sess knows the user", async () => {
    const { visitor: alice, records } = await passportApp();
    await alice.ask("/cart/tea", { method: "POST" });
    await alice.ask("/login-sess", { form: GOOD });
    expect((await alice.ask("/account")).body).toBe("alice");
    expect((await alice.json<Me>("/me")).data).toEqual({ cart: ["tea"] });
    expect(records.size).toBe(1);
  });

  it.each(["/login", "/login-keep"])(
    "%s signs nobody in when the session was ended while it ran",
    async (path) => {
      const { visitor: alice, asked, known, records } = await passportApp();
      await alice.ask("/login", { form: GOOD });
      const late = alice.copy();
      const login = late.ask(path, { form: { ...GOOD, username: "slow" } });
      await asked.promise;
      await alice.ask("/end", { method: "POST" });
      known.resolve();
      const { status, headers, body, setCookies } = await login;
      expect([status, headers.get("location"), setCookies]).toEqual([401, null, []]);
      expect(JSON.parse(body)).toMatchObject({ code: "SESSION_ENDED" });
      expect(records.size).toBe(0);
      expect((await late.json<Me>("/me")).user).toBeNull();
    },
  );

  it.each(["delete", "create"] as const)(
    "a store whose %s fails during login: 503, nobody is signed in",
    async (call) => {
      const { visitor: alice, store } = await passportApp();
      await alice.ask("/cart/tea", { method: "POST" });
      store.pauseNext(call).fail(new Error("down"));
      const { status, headers, setCookies } = await alice.ask("/login", { form: GOOD });
      expect([status, headers.get("location"), setCookies]).toEqual([503, null, []]);
      expect((await alice.json<Me>("/me")).user).toBeNull();
    },
  );
});
