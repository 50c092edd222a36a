import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expressSession } from "@sess/express";
import { testSessions, visitorAt } from "@sess/test-visitor";
import express from "express";
import { expect, it, onTestFinished } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { handler } from "../support/handlers.js";

/** A server whose upgrades go through the same middleware as its requests. */
async function chat(): Promise<{ origin: string; cookie: string }> {
  const { sessions } = testSessions();
  const middleware = expressSession(sessions);
  const app = express();
  app.use(middleware);
  app.post(
    "/login",
    handler(async (req, res) => {
      await sessions.from(req).login("alice");
      res.end();
    }),
  );
  const server = createServer(app);
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (req, socket, head) => {
    middleware(req, {} as ServerResponse, (error) => {
      if (error !== undefined) return void socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      sockets.handleUpgrade(req, socket, head, (ws) => ws.send(String(sessions.from(req).userId)));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const visitor = visitorAt(origin);
  await visitor.ask("/login", { method: "POST" });
  return { origin, cookie: visitor.cookie };
}

it.each([
  ["a page of the site itself", (origin: string) => ({ origin }), "alice"],
  [
    "a page of a sibling host",
    () => ({ origin: "https://blog.example", "sec-fetch-site": "same-site" }),
    "403",
  ],
  ["a page of another site", () => ({ origin: "https://evil.example" }), "403"],
  ["a sandboxed frame", () => ({ origin: "null" }), "403"],
  ["no browser", () => ({}), "alice"],
])("a WebSocket that %s opens (X-07, T-14)", async (_, headersAt, expected) => {
  const { origin, cookie } = await chat();
  const socket = new WebSocket(origin.replace("http", "ws"), { headers: { cookie, ...headersAt(origin) } });
  const said = await new Promise<string>((done) => {
    socket.on("message", (data: Buffer) => done(data.toString()));
    socket.on("error", (error) => done(error.message));
  });
  socket.close();
  expect(said).toContain(expected);
});
