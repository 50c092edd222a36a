import { upgradeWebSocket, type WebSocketServerLike } from "@hono/node-server";
import { honoSession, requireLogin } from "@sess/hono";
import { serving } from "@sess/test-fetch";
import { Later, testSessions, visitorAt } from "@sess/test-visitor";
import { Hono } from "hono";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket, WebSocketServer } from "ws";

/** An app on a real socket, that greets who opens a WebSocket, and its address. */
async function greeting(): Promise<string> {
  const { sessions } = testSessions();
  const app = new Hono().use(honoSession(sessions));
  app.get("/login", async (c) => {
    await c.get("session").login("alice");
    return c.text("done");
  });
  app.get(
    "/socket",
    requireLogin(),
    upgradeWebSocket((c) => {
      const { userId = "nobody" } = sessions.from(c);
      return { onOpen: (_, socket) => socket.send(`Welcome, ${userId}`) };
    }),
  );
  const wss = new WebSocketServer({ noServer: true });
  // The types of `ws` allow options to be undefined.
  const running = await serving(app.fetch, { websocket: { server: wss as WebSocketServerLike } });
  onTestFinished(async () => {
    for (const socket of wss.clients) socket.terminate();
    await running.close();
  });
  return `127.0.0.1:${String(running.port)}`;
}

/** The first message, or the status that the upgrade was refused with. */
async function opened(host: string, headers: Record<string, string>): Promise<string> {
  const heard = new Later<string>();
  const socket = new WebSocket(`ws://${host}/socket`, { headers });
  socket.on("message", (data) => heard.resolve((data as Buffer).toString()));
  socket.on("error", ({ message }) => heard.resolve(message));
  const said = await heard.promise;
  socket.terminate();
  return said;
}

describe("an upgrade to a WebSocket", () => {
  it("has the session of the page that opens it, and no other page's (4.4.2, 4.4.3)", async () => {
    const host = await greeting();
    const own = { origin: `http://${host}` };
    expect(await opened(host, own)).toBe("Unexpected server response: 401");
    const alice = visitorAt(`http://${host}`);
    await alice.ask("/login");
    const { cookie } = alice;
    expect(await opened(host, { ...own, cookie })).toBe("Welcome, alice");
    expect(await opened(host, { origin: "http://evil.test", cookie })).toBe(
      "Unexpected server response: 403",
    );
  });
});
