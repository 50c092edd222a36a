import type { Session, Sessions } from "@sess/core";
import { expressSession } from "@sess/express";
import { fastifySession } from "@sess/fastify";
import { koaSession } from "@sess/koa";
import express from "express";
import Fastify from "fastify";
import Koa from "koa";
import { listen, listening, type Listening, listenKoa } from "./listening.js";

/** What a request is told of its session. */
export interface Told {
  readonly userId?: string;
  readonly data: Record<string, unknown>;
}

/** The same small app in each framework: `/me`, `/write?key=value`, `/login?user=alice`, `/logout`. */
async function answer(session: Session, url: string): Promise<Told> {
  const { pathname, searchParams } = new URL(url, "http://here");
  if (pathname === "/logout") await session.logout();
  if (pathname === "/write") for (const [key, value] of searchParams) session.set(key, value);
  if (pathname === "/login") await session.login(searchParams.get("user") ?? "");
  return { ...(session.userId !== undefined && { userId: session.userId }), data: { ...session } };
}

export const newApps: Record<"express" | "fastify" | "koa", (sessions: Sessions) => Promise<Listening>> = {
  express: (sessions) => {
    const app = express();
    app.use(expressSession(sessions));
    app.use(async (req, res) => void res.json(await answer(sessions.from(req), req.url)));
    return listen(app);
  },
  fastify: async (sessions) => {
    const app = Fastify();
    await app.register(fastifySession, { sessions });
    app.get("/*", (request) => answer(sessions.from(request), request.url));
    await app.listen({ port: 0, host: "127.0.0.1" });
    return listening(app.server, () => app.close());
  },
  koa: (sessions) => {
    const app = new Koa();
    app.use(koaSession(sessions));
    app.use(async (ctx) => {
      ctx.body = await answer(sessions.from(ctx), ctx.url);
    });
    return listenKoa(app);
  },
};
