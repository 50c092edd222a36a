import { createRequire } from "node:module";
import fastifyCookie from "@fastify/cookie";
import type { Migration } from "@sess/core";
import {
  type FromOptions,
  fromCookieSession,
  fromExpressSession,
  fromFastifySession,
  fromKoaGenericSession,
  fromKoaSession,
  redisRecords,
} from "@sess/migrate";
import { RedisStore } from "connect-redis";
import cookieSession from "cookie-session";
import express from "express";
import expressSession from "express-session";
import Fastify, { type FastifyPluginCallback } from "fastify";
import Koa from "koa";
import koaGenericSession from "koa-generic-session";
import koaRedis from "koa-redis";
import koaSession from "koa-session";
import type { createClient } from "redis";
import { listen, listening, type Listening, listenKoa } from "./listening.js";

/** What all the old apps keep: what plug-ins keep among it. */
export const DATA: Record<string, unknown> = {
  passport: { user: "alice" },
  cart: ["tea", "mïlk"],
  flash: { info: ["welcome"] },
  csrfSecret: "c2VjcmV0",
  grant: { provider: "github", state: "1" },
};

// Its types declare `request.session` for all files of a project, as ours do.
const require = createRequire(import.meta.url);
const fastifyOldSession = require("@fastify/session") as FastifyPluginCallback<Record<string, unknown>>;

export type OldRedis = ReturnType<typeof createClient>;

/** An app with the old library: `/login` begins a session with {@link DATA}, `/me` shows it, `/logout` ends it. */
export interface OldApp {
  start(redis: OldRedis, port: number): Promise<Listening>;
  migration(redis: OldRedis, options: FromOptions): Migration;
  /** The names of its cookies. */
  readonly cookies: readonly string[];
}

const SECRET = "0123456789abcdef0123456789abcdef";
const KEYS = ["k1", "k0"];

interface Held {
  session: object | null;
}

/** `hold` has the property `session`, whatever the library. */
function answer(hold: object, url: string): unknown {
  const held = hold as Held;
  if (url === "/login") Object.assign(held.session ?? {}, DATA);
  if (url === "/logout") held.session = null;
  return held.session ?? {};
}

export const oldApps: Record<string, OldApp> = {
  "express-session, connect-redis": {
    cookies: ["connect.sid"],
    start: (client) => {
      const app = express();
      const store = new RedisStore({ client });
      app.use(
        expressSession({ secret: SECRET, store, resave: false, saveUninitialized: false, unset: "destroy" }),
      );
      app.use((req, res) => void res.json(answer(req, req.url)));
      return listen(app);
    },
    migration: (client, options) =>
      fromExpressSession({ ...options, secret: SECRET, records: redisRecords(client, { prefix: "sess:" }) }),
  },
  "@fastify/session, connect-redis": {
    cookies: ["sessionId"],
    start: async (client) => {
      const app = Fastify();
      await app.register(fastifyCookie);
      await app.register(fastifyOldSession, {
        secret: SECRET,
        store: new RedisStore({ client, prefix: "fastify:" }),
        cookie: { secure: false },
        saveUninitialized: false,
      });
      app.get("/*", async (request) => {
        if (request.url === "/logout")
          await (request as unknown as { session: { destroy(): Promise<void> } }).session.destroy();
        return answer(request, request.url);
      });
      await app.listen({ port: 0, host: "127.0.0.1" });
      return listening(app.server, () => app.close());
    },
    migration: (client, options) =>
      fromFastifySession({
        ...options,
        secret: SECRET,
        records: redisRecords(client, { prefix: "fastify:" }),
      }),
  },
  "koa-session, koa-redis": {
    cookies: ["koa.sess", "koa.sess.sig"],
    start: async (_client, port) => {
      const app = new Koa();
      app.keys = KEYS;
      const store = koaRedis({ port });
      app.use(koaSession({ store: store as never }, app));
      app.use((ctx) => (ctx.body = answer(ctx, ctx.url)));
      const { origin, close } = await listenKoa(app);
      return { origin, close: () => close().then(() => void store.quit()) };
    },
    migration: (client, options) =>
      fromKoaSession({ ...options, keys: KEYS, records: redisRecords(client, { prefix: "" }) }),
  },
  "koa-session, in the cookie": {
    cookies: ["koa.sess", "koa.sess.sig"],
    start: (_client) => {
      const app = new Koa();
      app.keys = KEYS;
      app.use(koaSession(app));
      app.use((ctx) => (ctx.body = answer(ctx, ctx.url)));
      return listenKoa(app);
    },
    migration: (_client, options) => fromKoaSession({ ...options, keys: KEYS }),
  },
  "koa-generic-session, koa-redis": {
    cookies: ["koa.sid", "koa.sid.sig"],
    start: async (_client, port) => {
      const app = new Koa();
      app.keys = KEYS;
      const store = koaRedis({ port });
      app.use(koaGenericSession({ store }));
      app.use((ctx) => (ctx.body = answer(ctx, ctx.url)));
      const { origin, close } = await listenKoa(app);
      return { origin, close: () => close().then(() => void store.quit()) };
    },
    migration: (client, options) =>
      fromKoaGenericSession({
        ...options,
        keys: KEYS,
        records: redisRecords(client, { prefix: "koa:sess:" }),
      }),
  },
  "cookie-session": {
    cookies: ["session", "session.sig"],
    start: () => {
      const app = express();
      app.use(cookieSession({ keys: KEYS }));
      app.use((req, res) => void res.json(answer(req, req.url)));
      return listen(app);
    },
    migration: (_client, options) => fromCookieSession({ ...options, keys: KEYS }),
  },
};
