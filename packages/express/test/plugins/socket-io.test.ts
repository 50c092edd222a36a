import { createServer, type IncomingMessage } from "node:http";
import type { Session } from "@sess/core";
import { expressSession } from "@sess/express";
import { Server } from "socket.io";
import { io, type Socket } from "socket.io-client";
import { type TestData, type TestSessions, testSessions, type Visitor, visitorAt } from "@sess/test-visitor";
import { describe, expect, it, onTestFinished } from "vitest";
import { connected } from "../support/events.js";
import { handler } from "../support/handlers.js";
import { start } from "../support/server.js";
import { versions, type Express } from "../support/versions.js";

interface App extends TestSessions {
  readonly visitor: () => Visitor;
  readonly connect: (visitor: Visitor, transports: string[]) => Promise<Socket>;
}

async function socketApp(express: Express): Promise<App> {
  const made = testSessions();
  const { sessions } = made;
  const middleware = expressSession(sessions);
  const app = express();
  app.use(middleware);
  app.post(
    "/login",
    handler(async (req, res) => res.json(await sessions.from(req).login("alice"))),
  );
  app.post(
    "/logout",
    handler(async (req, res) => res.json(await sessions.from(req).logout())),
  );
  app.get("/data", (req, res) => res.json(sessions.from(req)));

  const server = createServer(app);
  const sockets = new Server(server);
  sockets.engine.use(middleware);
  sockets.on("connection", (socket) => {
    const { session } = socket.request as IncomingMessage & { session: Session<TestData> };
    socket.on("who", (reply: (user: string | null) => void) => reply(session.userId ?? null));
    // As in socket.io's documentation.
    socket.on("count", (reply: (visits: number) => void) => {
      session.reload((ended) => {
        if (ended) return void socket.disconnect();
        session.visits = (session.visits ?? 0) + 1;
        session.save(() => reply(session.visits ?? 0));
      });
    });
  });
  const origin = await start(server);
  const connect = (visitor: Visitor, transports: string[]): Promise<Socket> => {
    const socket = io(origin, {
      transports,
      extraHeaders: { cookie: visitor.cookie, "sec-fetch-site": "same-origin" },
      reconnection: false,
      forceNew: true,
    });
    onTestFinished(() => void socket.disconnect());
    return connected(socket);
  };
  return { ...made, visitor: () => visitorAt(origin), connect };
}

describe.each(versions)("socket.io on %s", (_, express) => {
  it.each([[["websocket"]], [["polling"]]])(
    "the session can be read and written over %s",
    async (transports) => {
      const { visitor, connect } = await socketApp(express);
      const alice = visitor();
      await alice.ask("/login", { method: "POST" });
      const socket = await connect(alice, transports);
      expect(await socket.emitWithAck("who")).toBe("alice");
      expect(await socket.emitWithAck("count")).toBe(1);
      expect(await socket.emitWithAck("count")).toBe(2);
      expect(await alice.json("/data")).toEqual({ visits: 2 });
    },
  );

  it("goes on where polling becomes a WebSocket", async () => {
    const { visitor, connect } = await socketApp(express);
    const alice = visitor();
    await alice.ask("/login", { method: "POST" });
    const socket = await connect(alice, ["polling", "websocket"]);
    const { engine } = socket.io;
    if (engine.transport.name !== "websocket")
      await new Promise((resolve) => engine.once("upgrade", resolve));
    expect(engine.transport.name).toBe("websocket");
    expect(await socket.emitWithAck("who")).toBe("alice");
    expect(await socket.emitWithAck("count")).toBe(1);
  });

  it.each([[["websocket"]], [["polling"]]])(
    "nobody signed in over %s: anonymous, and nothing is stored",
    async (transports) => {
      const { visitor, connect, records } = await socketApp(express);
      const socket = await connect(visitor(), transports);
      expect(await socket.emitWithAck("who")).toBeNull();
      expect(records.size).toBe(0);
    },
  );

  it("a logout elsewhere ends the session of an open socket at its next reload()", async () => {
    const { visitor, connect, records } = await socketApp(express);
    const alice = visitor();
    await alice.ask("/login", { method: "POST" });
    const socket = await connect(alice, ["websocket"]);
    await alice.ask("/logout", { method: "POST" });
    const reason = new Promise((resolve) => socket.once("disconnect", resolve));
    socket.emit("count", () => {});
    expect(await reason).toBe("io server disconnect");
    expect(records.size).toBe(0);
  });

  it.each([[["websocket"]], [["polling"]]])(
    "a store that fails refuses the connection over %s",
    async (transports) => {
      const { visitor, connect, store } = await socketApp(express);
      const alice = visitor();
      await alice.ask("/login", { method: "POST" });
      store.pauseNext("read").fail(new Error("down"));
      await expect(connect(alice, transports)).rejects.toThrow();
      expect(await (await connect(alice, transports)).emitWithAck("who")).toBe("alice");
    },
  );
});
