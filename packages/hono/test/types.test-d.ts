import { createSessions, type Session } from "@sess/core";
import { honoSession, requireCsrfToken, requireLogin, type SessionVariables } from "@sess/hono";
import { memoryStore } from "@sess/store-memory";
import { type Context, Hono } from "hono";
import { hc } from "hono/client";
import { createFactory, createMiddleware } from "hono/factory";
import { expectTypeOf } from "vitest";

// Compiled, not run: what an app may write, and what the compiler must refuse.

interface Data {
  cart?: string[];
  theme?: "light" | "dark";
}

const sessions = createSessions<Data>({ store: memoryStore() });

// From the middleware on, the type of the data is known: also behind checks, with parameters, and beside other variables.
const app = new Hono<{ Variables: { startedAt: number }; Bindings: { KEY: string } }>().use(
  honoSession(sessions),
);
app.get("/cart/:item", requireLogin(), requireCsrfToken({ field: "token" }), (c) => {
  expectTypeOf(c.get("session")).toEqualTypeOf<Session<Data>>();
  expectTypeOf(c.var.session).toEqualTypeOf<Session<Data>>();
  expectTypeOf(sessions.from(c)).toEqualTypeOf<Session<Data>>();
  expectTypeOf(c.get("startedAt")).toEqualTypeOf<number>();
  expectTypeOf(c.env.KEY).toEqualTypeOf<string>();
  expectTypeOf(c.req.param("item")).toEqualTypeOf<string>();
  (c.get("session").cart ??= []).push("sku");
  // @ts-expect-error the wrong type of a field
  c.get("session").theme = "blue";
  // @ts-expect-error a fact is read-only
  c.get("session").userId = "alice";
  return c.json(c.get("session").cart);
});
app.use(requireLogin({ maxAgeSeconds: 300 })).use("/admin/*", requireLogin({ level: 2 }));

// Not chained: the type once.
const plain = new Hono<{ Variables: SessionVariables<Data> }>();
plain.use(honoSession(sessions, { trustProxy: true, saveAtEnd: true, secure: () => true }));
plain.get("/", requireLogin(), (c) => {
  expectTypeOf(c.get("session")).toEqualTypeOf<Session<Data>>();
  return c.text(c.var.session.theme ?? "light");
});
app.route("/plain", plain);

// A middleware, a factory and a function of the app's own.
type Env = { Variables: SessionVariables<Data> };
const greet = createMiddleware<Env>(async (c, next) => {
  expectTypeOf(c.get("session")).toEqualTypeOf<Session<Data>>();
  await next();
});
app.use(greet);
const [handler] = createFactory<Env>().createHandlers((c) => c.text(c.var.session.theme ?? "light"));
plain.get("/theme", handler);
const cartOf = (c: Context<Env>): string[] => c.get("session").cart ?? [];
plain.get("/cart", (c) => c.json(cartOf(c)));

// A check in front leaves alone what Hono's client knows of an answer.
const api = new Hono<Env>().get("/api", requireLogin(), (c) => c.json({ theme: "dark" as const }));
void api;
const client = hc<typeof api>("http://app.test");
expectTypeOf(await (await client.api.$get()).json()).toEqualTypeOf<{ theme: "dark" }>();

// @ts-expect-error no manager
new Hono().use(honoSession());
// @ts-expect-error a typing error
honoSession(sessions, { trustProxies: true });
// @ts-expect-error without the brackets
plain.get("/", requireLogin, (c) => c.text(""));
