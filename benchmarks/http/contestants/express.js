import { expressSession } from "@sess/express";
import session from "express-session";
import { getIronSession } from "iron-session";
import { dataOf, SECRET } from "../data.js";
import { bareContestants } from "./bare.js";
import { withIoredis, withNodeRedis } from "./connect-redis.js";
import { ourContestants } from "./ours.js";
import { fastJwt, jose, jsonWebToken } from "./tokens.js";

/** As its README recommends. @param openStore without it: MemoryStore */
const expressSessionWith = (openStore) => async (redisUrl) => {
  const store = await openStore?.(redisUrl);
  const cookie = { secure: true };
  return {
    install: (app) =>
      app.use(session({ store, secret: SECRET, resave: false, saveUninitialized: false, cookie })),
    login: (req, user) =>
      new Promise((resolve, reject) => {
        req.session.regenerate((error) => {
          if (error) return reject(error);
          Object.assign(req.session, { user }, dataOf(user));
          resolve();
        });
      }),
    userOf: (req) => req.session.user,
    write(req, value) {
      req.session.value = value;
    },
    written: (req) => req.session.value,
  };
};

/** All of the session is in the cookie, encrypted. */
const ironSession = () => {
  const open = (req, res) => getIronSession(req, res, { password: SECRET, cookieName: "iron" });
  return {
    async login(req, user, res) {
      const iron = await open(req, res);
      Object.assign(iron, { user }, dataOf(user));
      await iron.save();
    },
    userOf: async (req, res) => (await open(req, res)).user,
    async write(req, value, res) {
      const iron = await open(req, res);
      iron.value = value;
      await iron.save();
    },
    written: async (req, res) => (await open(req, res)).value,
  };
};

export const contestants = {
  ...bareContestants,
  ...ourContestants((app, sessions) => app.use(expressSession(sessions))),
  "express-session, memory": expressSessionWith(),
  "express-session, Redis": expressSessionWith(withNodeRedis),
  "express-session, Redis, ioredis": expressSessionWith(withIoredis),
  "express-session, Redis, no touch": expressSessionWith((url) => withNodeRedis(url, { disableTouch: true })),
  "iron-session": ironSession,
  ...fastJwt,
  ...jose,
  ...jsonWebToken,
};
