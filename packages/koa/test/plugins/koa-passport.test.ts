import { bodyParser } from "@koa/bodyparser";
import Router from "@koa/router";
import { koaSession, requireLogin, type SessionContext } from "@sess/koa";
import type { DefaultState } from "koa";
import koaPassport from "koa-passport";
import { Strategy } from "passport-local";
import { Later, type TestData, type TestSessions, testSessions, type Visitor } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { versions } from "../support/versions.js";
import { visiting } from "../support/visitor.js";

type App = (typeof versions)[number][1];

interface State extends DefaultState {
  user?: { readonly id: string };
}

interface Me {
  user: string | null;
  id: string;
  data: Record<string, unknown>;
}

interface Passported extends TestSessions {
  readonly visitor: Visitor;
  readonly deserialized: string[];
  /** The check of the password of "slow": that it has begun, and that it may end. */
  readonly asked: Later;
  readonly known: Later;
}

const GOOD = { username: "alice", password: "secret" };
const BAD = { username: "alice", password: "guess" };

async function passportApp(App: App): Promise<Passported> {
  const made = testSessions();
  const { sessions } = made;
  const passport = new koaPassport.KoaPassport();
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
  passport.serializeUser<string>((user, done) => done(null, String(Reflect.get(user, "id"))));
  passport.deserializeUser<string>((id, done) => {
    deserialized.push(id);
    done(null, id !== "removed" && { id });
  });

  const router = new Router<State, SessionContext<TestData>>();
  router.post("/login", passport.authenticate("local", { successRedirect: "/me" }));
  router.post(
    "/login-keep",
    passport.authenticate("local", { keepSessionInfo: true, successRedirect: "/me" }),
  );
  router.post(
    "/login-retry",
    passport.authenticate("local", { failureRedirect: "/login", failureMessage: true }),
  );
  router.post("/login-callback", (ctx, next) =>
    passport.authenticate("local", async (error: unknown, user: State["user"] | false, info: unknown) => {
      if (error) throw error;
      if (!user) return void Object.assign(ctx, { status: 422, body: info });
      await ctx.login(user);
      ctx.body = ctx.state.user;
    })(ctx, next),
  );
  router.post("/login-sess", passport.authenticate("local", { session: false }), async (ctx) => {
    await ctx.session.login(ctx.state.user?.id ?? "", { keep: ["cart"] });
    ctx.redirect("/account");
  });
  router.post("/logout", async (ctx) => {
    await ctx.logout();
    ctx.redirect("/");
  });
  router.post("/end", async (ctx) => {
    await ctx.session.destroy();
    ctx.body = "ended";
  });
  router.post("/cart/:sku", (ctx) => {
    (ctx.session.cart ??= []).push(ctx.params["sku"] ?? "");
    ctx.body = "ok";
  });
  router.get("/me", (ctx) => {
    ctx.body = { user: ctx.state.user?.id ?? null, id: ctx.session.id, data: ctx.session };
  });
  router.get("/account", requireLogin(), (ctx) => void (ctx.body = ctx.session.userId));

  const app = new App();
  app.silent = true;
  app.use(koaSession(sessions)).use(bodyParser()).use(passport.initialize()).use(passport.session());
  app.use(router.routes());
  return { ...made, visitor: await visiting(app), deserialized, asked, known };
}

describe.each(versions)("koa-passport on %s", (_, App) => {
  it("login: the next request has the user, the old cookie is dead, the old data are gone", async () => {
    const { visitor: alice, records, deserialized } = await passportApp(App);
    await alice.ask("/cart/tea", { method: "POST" });
    const before = alice.copy();
    const { id } = await alice.json<Me>("/me");
    const { status, headers, setCookies } = await alice.ask("/login", { form: GOOD });
    expect([status, headers.get("location"), setCookies.length]).toEqual([302, "/me", 1]);
    const me = await alice.json<Me>("/me");
    expect([me.user, me.data]).toEqual(["alice", { passport: { user: "alice" } }]);
    expect([me.id === id, alice.cookie === before.cookie]).toEqual([false, false]);
    expect(deserialized).toEqual(["alice"]);
    expect(await before.json<Me>("/me")).toMatchObject({ user: null, data: {} });
    expect(records.size).toBe(1);
  });

  it("login with keepSessionInfo: the data come along", async () => {
    const { visitor: alice, records } = await passportApp(App);
    await alice.ask("/cart/tea", { method: "POST" });
    await alice.ask("/login-keep", { form: GOOD });
    expect((await alice.json<Me>("/me")).data).toEqual({ cart: ["tea"], passport: { user: "alice" } });
    await alice.ask("/cart/milk", { method: "POST" });
    expect((await alice.json<Me>("/me")).data["cart"]).toEqual(["tea", "milk"]);
    expect(records.size).toBe(1);
  });

  it("login by a custom callback and ctx.login", async () => {
    const { visitor: alice } = await passportApp(App);
    const refused = await alice.ask("/login-callback", { form: BAD });
    expect([refused.status, JSON.parse(refused.body)]).toEqual([422, { message: "Wrong credentials" }]);
    expect(await alice.json("/login-callback", { form: GOOD })).toEqual({ id: "alice" });
    expect((await alice.json<Me>("/me")).user).toBe("alice");
  });

  it("logout: the user is gone, the cookie is cleared, a copy of it is dead", async () => {
    const { visitor: alice, records } = await passportApp(App);
    await alice.ask("/login", { form: GOOD });
    const thief = alice.copy();
    const { status, setCookies } = await alice.ask("/logout", { method: "POST" });
    expect([status, setCookies]).toEqual([302, [expect.stringMatching(/^sid=; .*Max-Age=0/)]]);
    expect((await thief.json<Me>("/me")).user).toBeNull();
    expect([alice.cookies.size, records.size]).toEqual([0, 0]);
  });

  it("a user who does not exist any more is forgotten", async () => {
    const { visitor: removed, deserialized } = await passportApp(App);
    await removed.ask("/login", { form: { ...GOOD, username: "removed" } });
    expect(await removed.json<Me>("/me")).toMatchObject({ user: null, data: { passport: {} } });
    await removed.ask("/me");
    expect(deserialized).toEqual(["removed"]);
  });

  it("failure: 401, no session; and its message waits in the session of who is signed in", async () => {
    const { visitor: alice, records } = await passportApp(App);
    const { status, body, setCookies } = await alice.ask("/login", { form: BAD });
    expect([status, body, setCookies, records.size]).toEqual([401, "Unauthorized", [], 0]);
    await alice.ask("/login", { form: GOOD });
    expect((await alice.ask("/login-retry", { form: BAD })).headers.get("location")).toBe("/login");
    expect(await alice.json<Me>("/me")).toMatchObject({
      user: "alice",
      data: { messages: ["Wrong credentials"] },
    });
  });

  it("passport checks the password, sess knows the user", async () => {
    const { visitor: alice, records } = await passportApp(App);
    await alice.ask("/cart/tea", { method: "POST" });
    await alice.ask("/login-sess", { form: GOOD });
    expect((await alice.ask("/account")).body).toBe("alice");
    expect((await alice.json<Me>("/me")).data).toEqual({ cart: ["tea"] });
    expect(records.size).toBe(1);
  });

  it.each(["/login", "/login-keep", "/login-callback"])(
    "%s signs nobody in when the session was ended while it ran",
    async (path) => {
      const { visitor: alice, asked, known, records } = await passportApp(App);
      await alice.ask("/login", { form: GOOD });
      const late = alice.copy();
      const login = late.ask(path, { form: { ...GOOD, username: "slow" } });
      await asked.promise;
      await alice.ask("/end", { method: "POST" });
      known.resolve();
      const { status, headers } = await login;
      expect([status, headers.get("location")]).toEqual([401, null]);
      expect(records.size).toBe(0);
      expect((await late.json<Me>("/me")).user).toBeNull();
    },
  );

  it("a store that fails during login: 503, nobody is signed in, the old session goes on", async () => {
    const { visitor: alice, store } = await passportApp(App);
    await alice.ask("/cart/tea", { method: "POST" });
    store.pauseNext("delete").fail(new Error("down"));
    const { status, headers, setCookies } = await alice.ask("/login", { form: GOOD });
    expect([status, headers.get("location"), setCookies]).toEqual([503, null, []]);
    expect(await alice.json<Me>("/me")).toMatchObject({ user: null, data: { cart: ["tea"] } });
  });
});
