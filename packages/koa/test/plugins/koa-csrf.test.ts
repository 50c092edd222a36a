import { bodyParser } from "@koa/bodyparser";
import { koaSession } from "@sess/koa";
import CSRF from "koa-csrf";
import { type TestSessions, testSessions, type Visitor } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { versions } from "../support/versions.js";
import { visiting } from "../support/visitor.js";

type App = (typeof versions)[number][1];

async function csrfApp(App: App): Promise<TestSessions & { visitor: Visitor }> {
  const made = testSessions();
  const plain = new App();
  plain.silent = true;
  const app = plain.use(koaSession(made.sessions)).use(bodyParser());
  app.use(async (ctx, next) => {
    if (ctx.path !== "/login") return next();
    await ctx.session.login("alice");
    ctx.body = "signed in";
  });
  app.use(new CSRF());
  app.use((ctx) => {
    if (ctx.path === "/form") ctx.body = ctx.state._csrf;
    else if (ctx.path === "/data") ctx.body = { ...ctx.session };
    else ctx.body = "changed";
  });
  return { ...made, visitor: await visiting(app) };
}

async function send(visitor: Visitor, token: string): Promise<number> {
  return (await visitor.ask("/change", { form: { name: "x" }, headers: { "csrf-token": token } })).status;
}

async function tokenOf(visitor: Visitor): Promise<string> {
  return (await visitor.ask("/form")).body;
}

describe.each(versions)("koa-csrf on %s", (_, App) => {
  it("lets through the session's own tokens, by header, form or query, and nothing else", async () => {
    const { visitor: alice } = await csrfApp(App);
    const [mallory, stranger] = [alice.copy(), alice.copy()];
    const [token, foreign] = [await tokenOf(alice), await tokenOf(mallory)];
    expect(await send(alice, token)).toBe(200);
    expect((await alice.ask("/change", { form: { _csrf: token } })).status).toBe(200);
    expect((await alice.ask(`/change?_csrf=${token}`, { form: {} })).status).toBe(200);
    expect(await send(alice, foreign)).toBe(403);
    expect(await send(alice, "")).toBe(403);
    expect(await send(stranger, token)).toBe(403);
  });

  it("its secret is in the session, and a token from before the login is dead", async () => {
    const { visitor: alice, records } = await csrfApp(App);
    const token = await tokenOf(alice);
    expect(await alice.json("/data")).toEqual({ secret: expect.any(String) as string });
    await alice.ask("/login", { method: "POST" });
    expect(await send(alice, token)).toBe(403);
    expect(await send(alice, await tokenOf(alice))).toBe(200);
    expect(records.size).toBe(1);
  });
});
