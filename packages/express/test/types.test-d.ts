import { createSessions } from "@sess/core";
import { expressSession, requireCsrfToken, requireLogin } from "@sess/express";
import { memoryStore } from "@sess/store-memory";
import express, { type Request } from "express";
import { expectTypeOf } from "vitest";

// Compiled, not run: what an app may write, and what the compiler must refuse.

const sessions = createSessions<{ cart?: string[] }>({ store: memoryStore() });
const app = express();
app.use(expressSession(sessions), express.json());

// A handler behind ours has the types that it has by itself.
app.post("/plain/:id", (req) => expectTypeOf(req.body).toBeAny());
app.post("/one/:id", requireLogin(), (req) => expectTypeOf(req.body).toBeAny());
app.post("/two/:id", requireLogin(), requireCsrfToken(), (req, res) => {
  expectTypeOf(req.body).toBeAny();
  expectTypeOf(req.params.id).toEqualTypeOf<string>();
  res.json(sessions.from(req).cart);
});
app.post("/all", expressSession(sessions), requireCsrfToken(), (req) => expectTypeOf(req.body).toBeAny());
app.post("/typed", requireCsrfToken(), (req: Request<object, unknown, { name: string }>) =>
  expectTypeOf(req.body.name).toEqualTypeOf<string>(),
);
// @ts-expect-error no manager
expressSession();
