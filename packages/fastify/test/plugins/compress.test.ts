import compress from "@fastify/compress";
import { Readable } from "node:stream";
import { fastifySession } from "@sess/fastify";
import Fastify from "fastify";
import { type TestSessions, testSessions, type Visitor } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { listening } from "../support/visitor.js";

const ORDERS = ["before", "after"] as const;
const LONG = "many words ".repeat(2000);
const GZIP = { headers: { "accept-encoding": "gzip" } };

async function compressedApp(order: (typeof ORDERS)[number]): Promise<TestSessions & { visitor: Visitor }> {
  const made = testSessions();
  const { sessions } = made;
  const app = Fastify({ forceCloseConnections: true });
  if (order === "before") await app.register(compress);
  await app.register(fastifySession, { sessions });
  if (order === "after") await app.register(compress);
  app.get("/text", async (request) => {
    sessions.from(request).visits = 1;
    return LONG;
  });
  app.get("/stream", async (request, reply) => {
    const session = sessions.from(request);
    await session.save();
    const words = function* (): Generator<string> {
      yield LONG;
      session.visits = 2;
      yield "end";
    };
    return reply.type("text/plain").send(Readable.from(words()));
  });
  app.get("/response", async (request) => {
    sessions.from(request).visits = 3;
    return new Response(LONG, { headers: { vary: "Accept" } });
  });
  app.get("/visits", async (request) => sessions.from(request).visits ?? null);
  return { ...made, visitor: await listening(app) };
}

describe.each(ORDERS)("@fastify/compress registered %s the session", (order) => {
  it.each([
    ["/text", LONG, 1, "Cookie"],
    ["/stream", `${LONG}end`, 2, "Cookie"],
    ["/response", LONG, 3, "Accept"],
  ])("%s is compressed, whole, and saved", async (path, body, visits, vary) => {
    const { visitor } = await compressedApp(order);
    const answer = await visitor.ask(path, GZIP);
    expect([answer.headers.get("content-encoding"), answer.body]).toEqual(["gzip", body]);
    expect(answer.setCookies).toHaveLength(1);
    expect(answer.headers.get("vary")?.toLowerCase().split(/, ?/)).toEqual(
      expect.arrayContaining(["accept-encoding", "cookie", vary.toLowerCase()]),
    );
    expect(await visitor.json("/visits")).toBe(visits);
  });

  it.each(["/text", "/response"])("%s becomes a 503 that can be read when the store fails", async (path) => {
    const { visitor, store } = await compressedApp(order);
    store.pauseNext("create").fail(new Error("down"));
    const { status, body, setCookies } = await visitor.ask(path, GZIP);
    expect([status, setCookies]).toEqual([503, []]);
    expect(JSON.parse(body)).toMatchObject({ code: "STORE_UNAVAILABLE" });
  });
});
