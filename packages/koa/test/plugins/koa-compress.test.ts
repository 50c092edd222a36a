import { Readable } from "node:stream";
import { koaSession } from "@sess/koa";
import type Koa from "koa";
import compress from "koa-compress";
import { type TestSessions, testSessions, type Visitor } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { versions } from "../support/versions.js";
import { visiting } from "../support/visitor.js";

const ORDERS = ["before", "after"] as const;
const LONG = "many words ".repeat(2000);
const GZIP = { headers: { "accept-encoding": "gzip" } };

async function compressedApp(
  App: typeof Koa,
  order: (typeof ORDERS)[number],
): Promise<TestSessions & { visitor: Visitor }> {
  const made = testSessions();
  const { sessions } = made;
  const app = new App();
  app.silent = true;
  if (order === "before") app.use(compress());
  app.use(koaSession(sessions));
  if (order === "after") app.use(compress());
  app.use(async (ctx) => {
    const session = sessions.from(ctx);
    if (ctx.path === "/visits") {
      ctx.body = String(session.visits ?? 0);
    } else if (ctx.path === "/text") {
      session.visits = 1;
      ctx.body = LONG;
    } else {
      await session.save();
      const words = function* (): Generator<string> {
        yield LONG;
        session.visits = 2;
        yield "end";
      };
      ctx.type = "text";
      ctx.body = Readable.from(words());
    }
  });
  return { ...made, visitor: await visiting(app) };
}

describe.each(versions)("koa-compress on %s", (_, App) => {
  describe.each(ORDERS)("used %s the session", (order) => {
    it.each([
      ["/text", LONG, "1"],
      ["/stream", `${LONG}end`, "2"],
    ])("%s is compressed, whole, and saved", async (path, body, visits) => {
      const { visitor } = await compressedApp(App, order);
      const answer = await visitor.ask(path, GZIP);
      expect([answer.headers.get("content-encoding"), answer.body]).toEqual(["gzip", body]);
      expect(answer.setCookies).toHaveLength(1);
      expect(answer.headers.get("vary")?.split(/, ?/).sort()).toEqual(["Accept-Encoding", "Cookie"]);
      expect((await visitor.ask("/visits")).body).toBe(visits);
    });

    it("becomes a 503 that can be read when the store fails", async () => {
      const { visitor, store } = await compressedApp(App, order);
      store.pauseNext("create").fail(new Error("down"));
      const { status, headers, body, setCookies } = await visitor.ask("/text", GZIP);
      expect([status, body, setCookies]).toEqual([503, "Service Unavailable", []]);
      expect(headers.get("content-encoding")).toBeNull();
    });
  });
});
