import { createSessions } from "@sess/core";
import { nearCache } from "@sess/near-cache";
import { memoryStore } from "@sess/store-memory";
import { redisStore } from "@sess/store-redis";
import { Redis } from "ioredis";
import { dataOf, SECRET } from "../data.js";
import { controlOf } from "./control.js";

const inRedis = (url) => redisStore(new Redis(url, { lazyConnect: true }));

const stores = {
  memory: (_url, options) => memoryStore({ maxSessions: 20_000, ...options }),
  Redis: inRedis,
  "near cache": (url, options) => nearCache(inRedis(url), { maxStaleMs: 1_000, ...options }),
};

/** The variants of @sess on one framework. @param mount gives the sessions to an app, as the adapter's README says */
export function ourContestants(mount) {
  const contestants = {};
  for (const [name, open] of Object.entries(stores)) {
    const make = (more) => (url, options) => contestant(mount, { store: open(url, options), ...more });
    contestants[`@sess, ${name}`] = make({});
    contestants[`@sess, ${name}, keys`] = make({ keys: [SECRET] });
  }
  return contestants;
}

function contestant(mount, options) {
  const sessions = createSessions(options);
  return {
    install: (app) => mount(app, sessions),
    async login(req, user) {
      await sessions.from(req).login(user, { data: dataOf(user) });
    },
    userOf: (req) => sessions.from(req).userId,
    write(req, value) {
      sessions.from(req).value = value;
    },
    written: (req) => sessions.from(req).value,
    control: controlOf(sessions, options.store),
  };
}
