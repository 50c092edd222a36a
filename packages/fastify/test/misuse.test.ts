import { fastifySession, requireCsrfToken, requireLogin } from "@sess/fastify";
import { createSessions } from "@sess/core";
import { memoryStore } from "@sess/store-memory";
import { testSessions } from "@sess/test-visitor";
import Fastify, { type FastifyPluginAsync, type onRequestHookHandler } from "fastify";
import { describe, expect, it } from "vitest";
import { injected } from "./support/visitor.js";

const sessions = createSessions({ store: memoryStore() });
/** As JavaScript takes them: the compiler refuses what is done with them here. */
const plugin = fastifySession as FastifyPluginAsync<object>;
const call = fastifySession as unknown as (sessions: unknown) => never;

describe("mistakes", () => {
  it.each([
    ["no options", undefined, "is missing"],
    ["an option of another name", { session: sessions }, "is missing"],
    ["the manager itself", sessions, "is missing"],
    ["options of createSessions", { sessions: { secret: "0123456789abcdef" } }, "is an object"],
  ])("a registration with %s fails when the app starts", async (_, options, words) => {
    await expect(Fastify().register(plugin, options as object)).rejects.toMatchObject({
      code: "INVALID_OPTION",
      message: expect.stringContaining(
        `register(fastifySession, { sessions }): sessions ${words}; it must be what createSessions({ store }) returned`,
      ) as string,
    });
  });

  it("fastifySession(sessions) in place of a registration fails when the app starts", async () => {
    const app = Fastify();
    await expect(app.register(call(testSessions().sessions))).rejects.toMatchObject({
      code: "INVALID_OPTION",
      message: "Write app.register(fastifySession, { sessions }): Fastify calls fastifySession by itself.",
    });
  });

  it.each([
    [requireLogin, "requireLogin()"],
    [requireCsrfToken, "requireCsrfToken()"],
  ])("a guard without brackets is a 500 that says what to write: %#", async (guard, written) => {
    const app = Fastify();
    await app.register(fastifySession, { sessions: testSessions().sessions });
    app.get("/", { onRequest: guard as unknown as onRequestHookHandler }, async () => "not to be seen");
    const { status, body } = await (await injected(app)).ask("/");
    expect([status, JSON.parse(body)]).toMatchObject([
      500,
      { code: "INVALID_OPTION", message: `Write ${written}, with brackets: it got a request.` },
    ]);
  });
});
