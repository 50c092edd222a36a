import cookie from "@fastify/cookie";
import { fastifySession } from "@sess/fastify";
import Fastify from "fastify";
import { type TestSessions, testSessions, type Visitor } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { WAYS } from "../support/visitor.js";

const ORDERS = ["before", "after"] as const;

async function cookieApp(
  order: (typeof ORDERS)[number],
  visit: (typeof WAYS)[number][1],
): Promise<TestSessions & { visitor: Visitor }> {
  const made = testSessions();
  const { sessions } = made;
  const app = Fastify({ forceCloseConnections: true });
  if (order === "before") await app.register(cookie, { secret: "only for this test" });
  await app.register(fastifySession, { sessions });
  if (order === "after") await app.register(cookie, { secret: "only for this test" });
  app.get("/set", async (request, reply) => {
    sessions.from(request).visits = 1;
    void reply.setCookie("plain", "1").setCookie("signed", "2", { signed: true });
    return "ok";
  });
  app.get(
    "/early",
    { onRequest: async (_request, reply) => void reply.setCookie("early", "3") },
    async (request) => {
      sessions.from(request).visits = 1;
      return "ok";
    },
  );
  app.get(
    "/send",
    { onSend: async (_request, reply) => void reply.setCookie("late", "4") },
    async (request) => {
      sessions.from(request).visits = 1;
      return "ok";
    },
  );
  app.get("/hijack", (request, reply) => {
    sessions.from(request).visits = 1;
    reply.hijack();
    reply.raw.setHeader("set-cookie", reply.server.serializeCookie("raw", "5"));
    reply.raw.end("ok");
  });
  app.get("/read", async (request) => ({
    names: Object.keys(request.cookies).sort(),
    signed: request.unsignCookie(request.cookies["signed"] ?? "").value,
    visits: sessions.from(request).visits,
  }));
  app.get("/logout", async (request, reply) => {
    await sessions.from(request).logout();
    void reply.clearCookie("plain");
    return "ok";
  });
  return { ...made, visitor: await visit(app) };
}

describe.each(WAYS)("@fastify/cookie by %s", (_, visit) => {
  describe.each(ORDERS)("registered %s the session", (order) => {
    it("its cookies and ours arrive, and both can be read", async () => {
      const { visitor } = await cookieApp(order, visit);
      expect((await visitor.ask("/set")).setCookies).toHaveLength(3);
      expect(await visitor.json("/read")).toEqual({
        names: ["plain", "sid", "signed"],
        signed: "2",
        visits: 1,
      });
      const { setCookies } = await visitor.ask("/logout");
      expect(setCookies.map((line) => line.split("=")[0]).sort()).toEqual(["plain", "sid"]);
    });

    it.each([
      ["/early", ["early", "sid"]],
      ["/send", ["late", "sid"]],
      ["/hijack", ["raw", "sid"]],
    ])("%s: set at any time", async (path, names) => {
      const { visitor } = await cookieApp(order, visit);
      const { body } = await visitor.ask(path);
      expect([body, [...visitor.cookies.keys()].sort()]).toEqual(["ok", names]);
    });
  });
});
