import { koaSession } from "@sess/koa";
import { Redis } from "ioredis";
import { createSession } from "koa-session";
import { dataOf } from "../data.js";
import { bareContestants } from "./bare.js";
import { ourContestants } from "./ours.js";
import { fastJwt } from "./tokens.js";

/** Its README asks for these three, and brings none. */
function inMemory() {
  const texts = new Map();
  return {
    get: async (key) => parsed(texts.get(key)),
    async set(key, session) {
      texts.set(key, JSON.stringify(session));
    },
    async destroy(key) {
      texts.delete(key);
    },
  };
}

function inRedis(redisUrl) {
  const redis = new Redis(redisUrl);
  return {
    get: async (key) => parsed(await redis.get(`koa:${key}`)),
    set: (key, session, maxAge) => redis.set(`koa:${key}`, JSON.stringify(session), "PX", maxAge),
    destroy: (key) => redis.del(`koa:${key}`),
  };
}

const parsed = (text) => (text ? JSON.parse(text) : undefined);

const koaSessionWith = (openStore) => (redisUrl) => {
  const store = openStore(redisUrl);
  return {
    install: (app) => app.use(createSession({ store, secure: true }, app)),
    login(ctx, user) {
      ctx.session = { user, ...dataOf(user) };
    },
    userOf: (ctx) => ctx.session.user,
    write(ctx, value) {
      ctx.session.value = value;
    },
    written: (ctx) => ctx.session.value,
  };
};

export const contestants = {
  ...bareContestants,
  ...ourContestants((app, sessions) => app.use(koaSession(sessions))),
  "koa-session, memory": koaSessionWith(inMemory),
  "koa-session, Redis": koaSessionWith(inRedis),
  ...fastJwt,
};
