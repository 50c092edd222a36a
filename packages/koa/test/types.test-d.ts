import Router from "@koa/router";
import { createSessions, type Session } from "@sess/core";
import { koaSession, requireLogin, type SessionContext } from "@sess/koa";
import { memoryStore } from "@sess/store-memory";
import Koa, { type DefaultState, type Middleware } from "koa";
import { expectTypeOf } from "vitest";

// Compiled, not run: what an app may write, and what the compiler must refuse.

interface Data {
  cart?: string[];
  theme?: "light" | "dark";
}

interface State extends DefaultState {
  startedAt: number;
}

const sessions = createSessions<Data>({ store: memoryStore() });

// From the middleware on, the type of the data is known.
const app = new Koa().use(koaSession(sessions));
app.use(async (ctx, next) => {
  expectTypeOf(ctx.session).toEqualTypeOf<Session<Data>>();
  (ctx.session.cart ??= []).push("sku");
  ctx.session = null;
  ctx.session = undefined;
  ctx.session = { theme: "dark" };
  // @ts-expect-error a session is not a text
  ctx.session = "none";
  // @ts-expect-error the wrong type of a field
  ctx.session.theme = "blue";
  await next();
});
app.use(requireLogin());
// @ts-expect-error no manager
new Koa().use(koaSession());

// The same with a state and a context of the app's own, and in a router.
const typed = new Koa<State, SessionContext<Data>>();
typed.use(koaSession(sessions)).use(requireLogin());
typed.use((ctx) => {
  ctx.state.startedAt = Date.now();
  ctx.body = ctx.session.cart;
});
const router = new Router<State, SessionContext<Data>>();
router.use(koaSession(sessions));
router.get("/", requireLogin(), (ctx) => {
  expectTypeOf(ctx.session).toEqualTypeOf<Session<Data>>();
  ctx.body = [ctx.session.theme, ctx.state.startedAt, ctx.params["id"]];
});
typed.use(router.routes());

// A middleware of the app's own that needs the session says so.
const greet: Middleware<DefaultState, SessionContext<Data>> = (ctx) => {
  ctx.body = ctx.session.theme;
};
app.use(greet);
