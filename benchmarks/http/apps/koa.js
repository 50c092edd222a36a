import { once } from "node:events";
import { Router } from "@koa/router";
import Koa from "koa";
import { SECRET } from "../data.js";

/** A Koa app in which a contestant does the work. */
export async function serve({ install, login, userOf, write, written }) {
  const app = new Koa({ proxy: true, keys: [SECRET] });
  await install?.(app);

  const router = new Router();
  router.get("/page", (ctx) => {
    ctx.body = { hello: "world" };
  });
  router.get("/user", async (ctx) => {
    const user = await userOf(ctx);
    if (user === undefined) ctx.status = 401;
    ctx.body = user === undefined ? { error: "not signed in" } : { user };
  });
  let writes = 0;
  router.post("/value", async (ctx) => {
    const value = ++writes;
    await write(ctx, value);
    ctx.body = { value };
  });
  router.get("/value", async (ctx) => {
    ctx.body = { value: await written(ctx) };
  });
  router.post("/login/:user", async (ctx) => {
    const { user } = ctx.params;
    const cookie = await login(ctx, user);
    if (cookie) ctx.append("set-cookie", cookie);
    ctx.body = { user };
  });
  app.use(router.routes());

  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: server.address().port, close: () => server.close() };
}
