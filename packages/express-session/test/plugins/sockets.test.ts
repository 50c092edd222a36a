import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import original from "express-session";
import { Server as SocketServer } from "socket.io";
import { io } from "socket.io-client";
import { afterEach, describe, expect, it } from "vitest";
import WebSocket, { WebSocketServer } from "ws";
import ours from "../../src/index.js";
import { send } from "../support/app.js";
import type { SessionFactory } from "../support/side.js";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type Request = IncomingMessage & {
  session: {
    user?: string;
    seen?: number;
    save(done: (error?: unknown) => void): void;
    reload(done: () => void): void;
  };
};
type Use = (req: object, res: object, next: (error?: unknown) => void) => void;

describe.each([
  ["express-session", original],
  ["@sess/express-session", ours as unknown as SessionFactory],
])("sockets with %s", (_name, session) => {
  async function start(): Promise<{
    server: ReturnType<typeof createServer>;
    port: number;
    use: Use;
    cookie: string;
  }> {
    const options = { secret: "keyboard cat", resave: false, saveUninitialized: false };
    const use = session(options) as unknown as Use;
    const app = express().use(use as express.RequestHandler);
    app.get("/login", (req, res) => {
      Reflect.set(req.session, "user", "ann");
      res.end();
    });
    app.get("/seen", (req, res) => void res.json(Reflect.get(req.session, "seen") ?? null));
    const server = createServer(app);
    closers.push(() => server.close());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const jar = new Map<string, string>();
    await send(port, "/login", jar);
    return { server, port, use, cookie: `connect.sid=${jar.get("connect.sid")}` };
  }

  it("ws: the example of its documentation, with {} for a response, reads and saves the session", async () => {
    const { server, port, use, cookie } = await start();
    const sockets = new WebSocketServer({ noServer: true });
    server.on("upgrade", (req: Request, socket, head) => {
      use(req, {}, () => {
        if (!req.session.user) return void socket.destroy();
        sockets.handleUpgrade(req, socket, head, (ws) => {
          req.session.seen = 1;
          req.session.save(() => ws.send(`Hello ${req.session.user}`));
        });
      });
    });
    const ws = new WebSocket(`ws://127.0.0.1:${port}`, { headers: { cookie } });
    const hello = await new Promise((resolve, reject) => {
      ws.on("message", (data: Buffer) => resolve(data.toString()));
      ws.on("error", reject);
    });
    ws.terminate();
    expect(hello).toBe("Hello ann");
    const jar = new Map([["connect.sid", cookie.slice("connect.sid=".length)]]);
    expect((await send(port, "/seen", jar)).text).toBe("1");
    const stranger = new WebSocket(`ws://127.0.0.1:${port}`);
    await new Promise((resolve) => stranger.on("error", resolve));
  });

  it.each(["polling", "websocket"])(
    "socket.io by %s: engine.use, and a session that is loaded anew for each event",
    async (transport) => {
      const { server, port, use, cookie } = await start();
      const sockets = new SocketServer(server);
      closers.push(() => void sockets.close());
      sockets.engine.use(use);
      sockets.on("connection", (socket) => {
        const req = socket.request as Request;
        socket.on("who", (answer: (user: unknown) => void) =>
          req.session.reload(() => answer(req.session.user)),
        );
      });
      const client = io(`http://127.0.0.1:${port}`, { transports: [transport], extraHeaders: { cookie } });
      closers.push(() => client.close());
      expect(await client.timeout(5000).emitWithAck("who")).toBe("ann");
    },
  );
});
