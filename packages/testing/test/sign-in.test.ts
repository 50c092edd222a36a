import { createServer } from "node:http";
import { expressSession, requireLogin } from "@sess/express";
import { fastifySession } from "@sess/fastify";
import { koaSession } from "@sess/koa";
import { signIn } from "@sess/testing";
import { webSession } from "@sess/web";
import express from "express";
import Fastify from "fastify";
import Koa from "koa";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { listening, sessionsFor } from "./support/apps.js";

const me = ({ userId, cart }: { userId: string | undefined; cart?: string[] | undefined }): object => ({
  user: userId ?? null,
  cart: cart ?? null,
});
const alices = { user: "alice", cart: ["ink"] };

describe("signIn: who is signed in without a login page", () => {
  it("in Express, by supertest", async () => {
    const sessions = sessionsFor();
    const app = express().use(expressSession(sessions));
    app.get("/me", requireLogin({ level: 2 }), (req, res) => void res.json(me(sessions.from(req))));
    const alice = await signIn(sessions, "alice", { data: { cart: ["ink"] }, level: 2 });
    expect((await request(app).get("/me").set("Cookie", alice.header)).body).toEqual(alices);
    await request(app).get("/me").expect(401);
    const bob = await signIn(sessions, "bob");
    await request(app).get("/me").set("Cookie", bob.header).expect(401);
  });

  it("in Fastify, by inject()", async () => {
    const sessions = sessionsFor();
    const app = Fastify();
    await app.register(fastifySession, { sessions });
    app.get("/me", async (req) => me(sessions.from(req)));
    const { name, value, header } = await signIn(sessions, "alice", { data: { cart: ["ink"] } });
    expect((await app.inject({ url: "/me", headers: { cookie: header } })).json()).toEqual(alices);
    expect((await app.inject({ url: "/me", cookies: { [name]: value } })).json()).toEqual(alices);
  });

  it("in Koa, over HTTP", async () => {
    const sessions = sessionsFor();
    const app = new Koa().use(koaSession(sessions));
    app.use((ctx) => void (ctx.body = me(ctx.session)));
    const answer = app.callback();
    const port = await listening(createServer((req, res) => void answer(req, res)));
    const { header } = await signIn(sessions, "alice", { data: { cart: ["ink"] } });
    const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { cookie: header } });
    expect(await response.json()).toEqual(alices);
  });

  it("in a fetch handler, over TLS as well", async () => {
    const sessions = sessionsFor({ allowPlainHttp: false });
    const handler = webSession(sessions)((req) => Response.json(me(sessions.from(req))));
    const url = "https://shop.test/cart";
    const { header } = await signIn(sessions, "alice", { data: { cart: ["ink"] }, url });
    expect(header).toMatch(/^__Host-Http-sid=/);
    expect(await (await handler(new Request(url, { headers: { cookie: header } }))).json()).toEqual(alices);
  });

  it("is a session as any other: listed, labelled, revoked", async () => {
    const sessions = sessionsFor();
    await signIn(sessions, "alice", { label: "Kitchen tablet" });
    expect(await sessions.list("alice")).toMatchObject([{ label: "Kitchen tablet" }]);
    expect(await sessions.revokeUser("alice")).toBe(1);
  });
});

describe("the cookie", () => {
  it("has what Playwright's addCookies takes, and no other property of its own", async () => {
    const sessions = sessionsFor();
    expect({ ...(await signIn(sessions, "alice")) }).toEqual({
      name: "sid",
      value: expect.stringMatching(/^[\w-]{44}$/) as string,
      url: "http://localhost",
      httpOnly: true,
      secure: false,
      sameSite: "Lax",
    });
  });

  it("is for the url's origin, and over TLS secure", async () => {
    const sessions = sessionsFor({ preset: "high" });
    expect(await signIn(sessions, "alice", { url: "https://shop.test:8443/a?b" })).toMatchObject({
      name: "__Host-Http-sid",
      url: "https://shop.test:8443",
      secure: true,
      sameSite: "Strict",
    });
  });

  it("of a domain is for all hosts below, and a persistent one says when it ends", async () => {
    const before = Math.floor(Date.now() / 1000);
    const sessions = sessionsFor({ preset: "consumer", cookie: { domain: "shop.test", sameSite: "none" } });
    const { expires = 0, ...cookie } = await signIn(sessions, "alice", { url: "https://www.shop.test" });
    expect(cookie).toMatchObject({ domain: ".shop.test", path: "/", sameSite: "None" });
    expect(cookie).not.toHaveProperty("url");
    const days = (expires - before) / 86_400;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThanOrEqual(30.1);
  });
});

describe("signIn refuses", () => {
  it("plain HTTP where that gets no cookie, and says what to do", async () => {
    const sessions = sessionsFor({ allowPlainHttp: false });
    await expect(signIn(sessions, "alice")).rejects.toMatchObject({ code: "INSECURE_TRANSPORT" });
  });

  it.each(["localhost:3000", "/login", "ftp://localhost"])("the url %s", async (url) => {
    const refused = { code: "INVALID_OPTION", message: expect.stringContaining("signIn url") as string };
    await expect(signIn(sessionsFor(), "alice", { url })).rejects.toMatchObject(refused);
  });

  it("what login refuses", async () => {
    await expect(signIn(sessionsFor(), "")).rejects.toMatchObject({ code: "INVALID_OPTION" });
    const wrong = { levels: 2 } as object;
    await expect(signIn(sessionsFor(), "alice", wrong)).rejects.toMatchObject({ code: "INVALID_OPTION" });
  });
});
