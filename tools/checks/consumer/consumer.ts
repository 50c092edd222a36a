// What apps write, with every package. Compiled against the tarballs, as ESM and as CJS, by several versions of TypeScript.
import { storeCases } from "@sess/conformance";
import { fromConnectStore } from "@sess/connect-store";
import { createSessions, type Session, type SessionStore } from "@sess/core";
import { expressSession, requireLogin } from "@sess/express";
import oldSession from "@sess/express-session";
import { fastifySession } from "@sess/fastify";
import { honoSession, requireLogin as requireHonoLogin, type SessionVariables } from "@sess/hono";
import { koaSession } from "@sess/koa";
import { fromExpressSession, passportUser, redisRecords } from "@sess/migrate";
import { nearCache } from "@sess/near-cache";
import { withSessions } from "@sess/node";
import { memoryStore } from "@sess/store-memory";
import { redisStore } from "@sess/store-redis";
import { fakeClock, faulty, signIn } from "@sess/testing";
import { webSession } from "@sess/web";
import express from "express";
import { fastify } from "fastify";
import { Hono } from "hono";
import { Redis } from "ioredis";
import Koa from "koa";

interface Data {
  cart?: string[];
}

const clock = fakeClock();
const client = new Redis({ lazyConnect: true });
const inMemory: SessionStore = memoryStore({ clock });
const nearBy: SessionStore = nearCache(redisStore(client), { maxStaleMs: 500 });
const ofOthers: SessionStore = fromConnectStore(new oldSession.MemoryStore());
const sessions = createSessions<Data>({
  store: faulty(inMemory),
  clock,
  migrate: [
    fromExpressSession({
      secret: "a secret of the old app",
      records: redisRecords(client, { prefix: "sess:" }),
      userId: passportUser,
      until: new Date("2027-01-01"),
    }),
  ],
});
void [nearBy, ofOthers];

const app = express();
app.use(expressSession(sessions));
app.get("/", requireLogin(), (request, response) => {
  const session: Session<Data> = sessions.from(request);
  (session.cart ??= []).push("ink");
  const userId: string = session.requireLogin();
  // @ts-expect-error the wrong type of a field: the data are not `any`
  session.cart = "ink";
  // @ts-expect-error a fact is read-only
  session.userId = "alice";
  response.send(userId);
});
const oldOptions: oldSession.SessionOptions = { secret: "a secret of the old app", storeTimeoutMs: 1000 };
// @ts-expect-error an option of the wrong type: the options are not `any`
oldOptions.storeTimeoutMs = "1 s";
app.use(oldSession(oldOptions));

void fastify().register(fastifySession, { sessions });
new Koa().use(koaSession(sessions));
new Hono().use(honoSession(sessions)).get("/", requireHonoLogin(), (c) => {
  const session: Session<Data> = c.get("session");
  // @ts-expect-error the wrong type of a field: the data are not `any`
  c.get("session").cart = "ink";
  return c.json(session.cart);
});
new Hono<{ Variables: SessionVariables<Data> }>().use(honoSession(sessions));
withSessions(sessions, (request, response) => {
  response.end(sessions.from(request).userId);
});

export const GET: (request: Request, context: { id: string }) => Promise<Response> = webSession(sessions)(
  (request, { id }: { id: string }) => Response.json([id, sessions.from(request).cart]),
);
export const names: readonly string[] = storeCases({ makeStore: () => memoryStore() }).map(
  ({ name }) => name,
);
export const header: Promise<string> = signIn(sessions, "alice").then((cookie) => cookie.header);

// @ts-expect-error an option that does not exist
createSessions({ store: inMemory, storeTimeout: 1 });
// @ts-expect-error JSON makes a text of a Date
createSessions<{ since?: Date }>({ store: inMemory });
createSessions<{ since?: Date }>({ store: inMemory, codec: { encode: JSON.stringify, decode: JSON.parse } });
