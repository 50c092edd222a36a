import flash from "@fastify/flash";
import { fastifySession } from "@sess/fastify";
import Fastify from "fastify";
import { type TestSessions, testSessions, type Visitor } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { injected } from "../support/visitor.js";

async function flashApp(): Promise<TestSessions & { visitor: Visitor }> {
  const made = testSessions();
  const app = Fastify();
  await app.register(fastifySession, { sessions: made.sessions });
  await app.register(flash);
  app.post("/save", async (request, reply) => {
    request.flash("info", "Saved");
    request.flash("info", ["at once", "for good"]);
    request.flash("warning", "%s of %s", "3", "4");
    return reply.redirect("/");
  });
  app.get<{ Querystring: { type?: string } }>("/", async (request, reply) => reply.flash(request.query.type));
  app.get("/data", async (request) => made.sessions.from(request));
  return { ...made, visitor: await injected(app) };
}

describe("@fastify/flash", () => {
  it("messages wait for the next page, and are shown once", async () => {
    const { visitor: alice, records } = await flashApp();
    expect(await alice.json("/")).toEqual({});
    await alice.ask("/save", { method: "POST" });
    expect(await alice.json("/?type=info")).toEqual(["Saved", "at once", "for good"]);
    expect(await alice.json("/?type=info")).toEqual([]);
    expect(await alice.json("/")).toEqual({ warning: ["3 of 4"] });
    expect(await alice.json("/")).toEqual({});
    expect(await alice.json("/data")).toEqual({ flash: {} });
    expect(records.size).toBe(1);
  });

  it("two visitors do not see each other's", async () => {
    const { visitor: alice } = await flashApp();
    const bob = alice.copy();
    await alice.ask("/save", { method: "POST" });
    expect(await bob.json("/?type=info")).toEqual([]);
    expect(await alice.json("/?type=warning")).toEqual(["3 of 4"]);
  });
});
