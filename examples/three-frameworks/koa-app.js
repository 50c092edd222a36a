import { bodyParser } from "@koa/bodyparser";
import { Router } from "@koa/router";
import { authenticate } from "@sess-example/shared/users.js";
import { koaSession, requireLogin } from "@sess/koa";
import Koa from "koa";
import { homePage, privatePage } from "./pages.js";
import { sessions } from "./sessions.js";

const router = new Router();

router.get("/", (ctx) => {
  ctx.body = homePage("Koa", ctx.hostname, sessions.from(ctx));
});

router.post("/login", async (ctx) => {
  const user = authenticate(ctx.request.body);
  if (!user) return ctx.throw(401, "Wrong name or password");
  await sessions.from(ctx).login(user);
  ctx.redirect("/");
});

router.post("/logout", async (ctx) => {
  await sessions.from(ctx).logout();
  ctx.redirect("/");
});

router.get("/private", requireLogin(), async (ctx) => {
  const session = sessions.from(ctx);
  await session.update((data) => (data.koa = (data.koa ?? 0) + 1));
  ctx.body = privatePage("Koa", session);
});

export const koaApp = new Koa();
koaApp.use(bodyParser());
koaApp.use(koaSession(sessions));
koaApp.use(router.routes());
