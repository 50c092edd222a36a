import { createSessions } from "@sess/core";
import { memoryStore } from "@sess/store-memory";
import { redisStore } from "@sess/store-redis";
import { Redis } from "ioredis";
import { dataOf, SECRET } from "../data.js";

const stores = {
  memory: () => memoryStore({ maxSessions: 100_000 }),
  Redis: (redisUrl) => redisStore(new Redis(redisUrl, { lazyConnect: true })),
};

/** The variants of @sess on one framework. @param mount gives the sessions to an app, as the adapter's README says */
export function ourContestants(mount) {
  const contestants = {};
  for (const [store, open] of Object.entries(stores)) {
    const make = (options) => (redisUrl) => contestant(mount, { store: open(redisUrl), ...options });
    contestants[`@sess, ${store}`] = make({});
    contestants[`@sess, ${store}, keys`] = make({ keys: [SECRET] });
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
  };
}
