import { createSessions } from "@sess/core";
import { expressSession } from "@sess/express";
import { redisStore } from "@sess/store-redis";
import { RedisStore } from "connect-redis";
import connectSession from "express-session";
import { Redis } from "ioredis";
import { createClient } from "redis";

const data = { theme: "dark", lang: "de", cart: ["sku-000001", "sku-000002"] };
const pass = (_req, _res, next) => next();

/** Each gives its middleware, and signs a user in. Peers are set up as their README says. */
export const contestants = {
  "bare Express": async () => ({ middleware: pass, login: async () => {} }),
  "bare Express again": async () => ({ middleware: pass, login: async () => {} }),

  "express-session + connect-redis": async (url) => ({
    middleware: connectSession({
      store: new RedisStore({ client: await createClient({ url }).connect() }),
      resave: false,
      saveUninitialized: false,
      secret: "0123456789abcdef0123456789abcdef",
    }),
    login: (req, user) =>
      new Promise((resolve, reject) => {
        req.session.regenerate((error) => {
          Object.assign(req.session, data, { user });
          if (error) reject(error);
          else resolve();
        });
      }),
  }),

  "@sess/express + store-redis": async (url) => {
    const client = new Redis(url, { lazyConnect: true });
    const sessions = createSessions({ store: redisStore(client), onEvent: () => {} });
    return {
      middleware: expressSession(sessions),
      login: (req, user) => req.session.login(user, { data }),
    };
  },
};
