import formbody from "@fastify/formbody";
import { fastifySession, requireCsrfToken } from "@sess/fastify";
import { testSessions } from "@sess/test-visitor";
import Fastify from "fastify";
import { expect, it } from "vitest";
import { listening } from "./support/visitor.js";

it("forms with a token pass by their field, in the body and nowhere else (X-03, N-10, X-09)", async () => {
  const { sessions } = testSessions();
  const app = Fastify();
  await app.register(formbody);
  await app.register(fastifySession, { sessions });
  app.addHook("preHandler", requireCsrfToken());
  app.get("/form", async (request) => sessions.from(request).newCsrfToken());
  app.post("/target", async () => "done");
  const visitor = await listening(app);
  const { body: token } = await visitor.ask("/form");
  const outcome = async (path: string, form: Record<string, string>): Promise<number> =>
    (await visitor.ask(path, { form })).status;
  expect(await outcome("/target", { _csrf: token })).toBe(200);
  expect(await outcome("/target", {})).toBe(403);
  expect(await outcome(`/target?_csrf=${token}`, {})).toBe(403);
});
