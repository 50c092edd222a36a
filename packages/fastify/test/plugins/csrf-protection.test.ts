import csrfProtection from "@fastify/csrf-protection";
import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import { fastifySession } from "@sess/fastify";
import Fastify from "fastify";
import { type TestSessions, testSessions, type Visitor } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { injected } from "../support/visitor.js";

const PLUGINS = ["@fastify/session", "@fastify/secure-session", "@fastify/cookie"] as const;

async function csrfApp(
  sessionPlugin: (typeof PLUGINS)[number],
  getUserInfo?: true,
): Promise<TestSessions & { visitor: Visitor }> {
  const made = testSessions();
  const { sessions } = made;
  const app = Fastify();
  await app.register(formbody);
  await app.register(fastifySession, { sessions });
  if (sessionPlugin === "@fastify/cookie") await app.register(cookie);
  await app.register(csrfProtection, {
    sessionPlugin,
    ...(getUserInfo && { getUserInfo: (request) => sessions.from(request).userId ?? "" }),
  } as Parameters<typeof csrfProtection>[1]);
  app.get("/form", async (request, reply) => {
    const { userId } = sessions.from(request);
    return reply.generateCsrf(getUserInfo && { userInfo: userId ?? "" });
  });
  app.post("/login", async (request) => sessions.from(request).login("alice"));
  app.post("/change", { preHandler: (...args) => app.csrfProtection(...args) }, async () => "changed");
  app.get("/data", async (request) => sessions.from(request));
  return { ...made, visitor: await injected(app) };
}

async function send(visitor: Visitor, token: string): Promise<number> {
  return (await visitor.ask("/change", { method: "POST", headers: { "csrf-token": token } })).status;
}

async function tokenOf(visitor: Visitor): Promise<string> {
  return (await visitor.ask("/form")).body;
}

describe.each(PLUGINS)("@fastify/csrf-protection with sessionPlugin %s", (sessionPlugin) => {
  it("lets through the session's own tokens, by header or form, and nothing else", async () => {
    const { visitor: alice } = await csrfApp(sessionPlugin);
    const mallory = alice.copy();
    const stranger = alice.copy();
    const [token, foreign] = [await tokenOf(alice), await tokenOf(mallory)];
    expect(await send(alice, token)).toBe(200);
    expect((await alice.ask("/change", { form: { _csrf: token } })).status).toBe(200);
    expect(await send(alice, foreign)).toBe(403);
    expect(await send(alice, "")).toBe(403);
    expect(await send(stranger, token)).toBe(403);
    expect(await send(alice, await tokenOf(alice))).toBe(200);
  });
});

describe.each(["@fastify/session", "@fastify/secure-session"] as const)(
  "@fastify/csrf-protection with sessionPlugin %s",
  (sessionPlugin) => {
    it("its secret is kept in the session, and is gone with the login", async () => {
      const { visitor: alice, records } = await csrfApp(sessionPlugin);
      const token = await tokenOf(alice);
      expect([...alice.cookies.keys()]).toEqual(["sid"]);
      expect(await alice.json("/data")).toEqual({ _csrf: expect.any(String) as string });
      await alice.ask("/login", { method: "POST" });
      expect(await send(alice, token)).toBe(403);
      expect(await send(alice, await tokenOf(alice))).toBe(200);
      expect(records.size).toBe(1);
    });
  },
);

describe("@fastify/csrf-protection", () => {
  it("binds tokens to the user, where the app asks for it", async () => {
    const { visitor: alice } = await csrfApp("@fastify/session", true);
    await alice.ask("/login", { method: "POST" });
    expect(await send(alice, await tokenOf(alice))).toBe(200);
  });
});
