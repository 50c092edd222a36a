import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from "node:http2";
import type { AddressInfo } from "node:net";
import { fastifySession, requireLogin } from "@sess/fastify";
import Fastify, { type FastifyInstance } from "fastify";
import type { Http2Server } from "node:http2";
import { type TestSessions, testSessions } from "@sess/test-visitor";
import { describe, expect, it, onTestFinished } from "vitest";

interface Answer {
  readonly headers: IncomingHttpHeaders & { ":status"?: number };
  readonly body: string;
}

async function start(app: FastifyInstance<Http2Server>): Promise<ClientHttp2Session> {
  onTestFinished(() => app.close());
  await app.listen({ host: "127.0.0.1", port: 0 });
  const client = connect(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`);
  onTestFinished(() => void client.destroy());
  return client;
}

function ask(client: ClientHttp2Session, path: string, cookie?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stream = client.request({ ":path": path, ...(cookie !== undefined && { cookie }) });
    let headers = {};
    let body = "";
    stream.setEncoding("utf8");
    stream.on("response", (found) => (headers = found));
    stream.on("data", (chunk: string) => (body += chunk));
    stream.on("end", () => resolve({ headers, body })).on("error", reject);
  });
}

function cookieOf({ headers }: Answer): string | undefined {
  return headers["set-cookie"]?.[0]?.split(";")[0];
}

async function http2App(): Promise<TestSessions & { client: ClientHttp2Session }> {
  const made = testSessions();
  const app = Fastify({ http2: true });
  await app.register(fastifySession, { sessions: made.sessions });
  app.get("/visit", async (request) => {
    const session = made.sessions.from(request);
    return (session.visits = (session.visits ?? 0) + 1);
  });
  app.get("/login", async (request) => made.sessions.from(request).login("alice"));
  app.get("/large", async (request) => {
    made.sessions.from(request).visits = 10;
    return "many words ".repeat(20_000);
  });
  app.get("/hijack", (request, reply) => {
    made.sessions.from(request).visits = 20;
    reply.hijack();
    reply.raw.writeHead(200, { "x-raw": "yes" });
    reply.raw.end("hijacked");
  });
  app.get("/private", { onRequest: requireLogin() }, async () => "yours");
  return { ...made, client: await start(app) };
}

describe("HTTP/2", () => {
  it("keeps a session", async () => {
    const { client } = await http2App();
    const first = await ask(client, "/visit");
    expect([first.headers[":status"], first.headers.vary, first.body]).toEqual([200, "Cookie", "1"]);
    expect((await ask(client, "/visit", cookieOf(first))).body).toBe("2");
  });

  it("requireLogin(), and the cookies of a browser that sends each in a field of its own", async () => {
    const { client } = await http2App();
    expect((await ask(client, "/private")).headers[":status"]).toBe(401);
    const cookie = `a=1; ${cookieOf(await ask(client, "/login"))}; b=2`;
    expect((await ask(client, "/private", cookie)).body).toBe("yours");
  });

  it.each([
    ["/large", "11"],
    ["/hijack", "21"],
  ])("%s keeps its cookie", async (path, visits) => {
    const { client } = await http2App();
    const first = await ask(client, path);
    expect(first.headers["set-cookie"]).toHaveLength(1);
    expect((await ask(client, "/visit", cookieOf(first))).body).toBe(visits);
  });

  it.each([
    ["/visit", "STORE_UNAVAILABLE"],
    ["/large", "STORE_UNAVAILABLE"],
    ["/hijack", ""],
  ])("a store that fails for %s: 503", async (path, body) => {
    const { client, store } = await http2App();
    store.pauseNext("create").fail(new Error("down"));
    const answer = await ask(client, path);
    expect([answer.headers[":status"], answer.headers["set-cookie"]]).toEqual([503, undefined]);
    expect(answer.body).toContain(body);
    expect((await ask(client, path)).headers[":status"]).toBe(200);
  });
});
