import fastifyCookie from "@fastify/cookie";
import session from "@fastify/session";
import { fastifySession } from "@sess/fastify";
import { dataOf, SECRET } from "../data.js";
import { bareContestants } from "./bare.js";
import { withIoredis } from "./connect-redis.js";
import { ourContestants } from "./ours.js";
import { fastJwt, jose } from "./tokens.js";

/** As its README recommends. @param openStore without it: its own store in memory */
const fastifySessionWith = (openStore, options) => (redisUrl) => {
  const store = openStore?.(redisUrl);
  return {
    async install(app) {
      await app.register(fastifyCookie);
      await app.register(session, {
        secret: SECRET,
        saveUninitialized: false,
        ...options,
        ...(store && { store }),
      });
    },
    async login(request, user) {
      await request.session.regenerate();
      Object.assign(request.session, { user }, dataOf(user));
    },
    userOf: (request) => request.session.user,
    write(request, value) {
      request.session.value = value;
    },
    written: (request) => request.session.value,
  };
};

export const contestants = {
  ...bareContestants,
  ...ourContestants((app, sessions) => app.register(fastifySession, { sessions })),
  "@fastify/session, memory": fastifySessionWith(),
  "@fastify/session, Redis": fastifySessionWith(withIoredis),
  "@fastify/session, Redis, not rolling": fastifySessionWith(withIoredis, { rolling: false }),
  ...fastJwt,
  ...jose,
};
