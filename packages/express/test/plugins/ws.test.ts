import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer, request, type Server as TlsServer } from "node:https";
import type { Session } from "@sess/core";
import { expressSession } from "@sess/express";
import { generate } from "selfsigned";
import { type TestData, type TestSessions, testSessions, type Visitor, visitorAt } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { exchange, opened } from "../support/events.js";
import { handler } from "../support/handlers.js";
import { start } from "../support/server.js";
import { versions, type Express } from "../support/versions.js";

interface App extends TestSessions {
  readonly origin: string;
  readonly visitor: () => Visitor;
  readonly connect: (visitor: Visitor) => Promise<WebSocket>;
}

/** What the examples of `ws` hand to a middleware in place of a response. */
const STUBS: [name: string, response: object][] = [
  ["an empty object", {}],
  ["an object with end()", { end: () => {} }],
];

type MakeServer = (app: RequestListener) => Server | TlsServer;

async function wsApp(express: Express, stub: object, makeServer: MakeServer = createServer): Promise<App> {
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

  const server = makeServer(app);
  const wss = new WebSocketServer({ noServer: true });
  server.on("upgrade", (req, socket, head) => {
    middleware(req, stub as ServerResponse, (error) => {
      if (error === undefined)
        return wss.handleUpgrade(req, socket, head, (ws) => wss.emit("connection", ws, req));
      socket.end("HTTP/1.1 503 Service Unavailable\r\n\r\n");
    });
  });
  wss.on("connection", (socket, req: IncomingMessage) => {
    const session = sessions.from(req);
    socket.on("message", (data: Buffer) => {
      answer(session, data.toString()).then(
        (text) => socket.send(text),
        (error: { code?: string }) => socket.close(4401, error.code),
      );
    });
  });
  const origin = await start(server);
  const connect = (visitor: Visitor): Promise<WebSocket> =>
    opened(
      new WebSocket(origin.replace("http", "ws"), {
        headers: { cookie: visitor.cookie },
        rejectUnauthorized: false,
      }),
    );
  return { ...made, origin, visitor: () => visitorAt(origin), connect };
}

async function answer(session: Session<TestData>, message: string): Promise<string> {
  switch (message) {
    case "count":
      await session.reload();
      session.visits = (session.visits ?? 0) + 1;
      await session.save();
      return String(session.visits);
    default:
      return String(session.userId);
  }
}

describe.each(versions)("ws on %s", (_, express) => {
  it.each(STUBS)(
    "the session can be read and written on an upgrade with %s for a response",
    async (_stub, stub) => {
      const { visitor, connect } = await wsApp(express, stub);
      const alice = visitor();
      await alice.ask("/login", { method: "POST" });
      const socket = await connect(alice);
      expect(await exchange(socket, "who")).toBe("alice");
      expect(await exchange(socket, "count")).toBe("1");
      expect(await exchange(socket, "count")).toBe("2");
      expect(await alice.json("/data")).toEqual({ visits: 2 });
    },
  );

  it("an upgrade without cookie, or with a wrong one, is an anonymous session that is not stored", async () => {
    const { visitor, connect, records, events } = await wsApp(express, {});
    const guesser = visitor();
    guesser.cookies.set("sid", "x".repeat(44));
    expect(await exchange(await connect(visitor()), "who")).toBe("undefined");
    expect(await exchange(await connect(guesser), "who")).toBe("undefined");
    expect(events).toEqual(["unknown_token"]);
    expect(records.size).toBe(0);
  });

  it("a logout elsewhere ends the session of an open socket at its next reload()", async () => {
    const { visitor, connect, records } = await wsApp(express, {});
    const alice = visitor();
    await alice.ask("/login", { method: "POST" });
    const socket = await connect(alice);
    await alice.ask("/logout", { method: "POST" });
    const closed = new Promise((resolve) =>
      socket.once("close", (code, reason) => resolve([code, reason.toString()])),
    );
    socket.send("count");
    expect(await closed).toEqual([4401, "SESSION_ENDED"]);
    expect(records.size).toBe(0);
  });

  it("a store that fails refuses the upgrade through next", async () => {
    const { visitor, connect, store } = await wsApp(express, {});
    const alice = visitor();
    await alice.ask("/login", { method: "POST" });
    store.pauseNext("read").fail(new Error("down"));
    await expect(connect(alice)).rejects.toThrow("503");
    expect(await exchange(await connect(alice), "who")).toBe("alice");
  });

  it("over TLS the upgrade finds the cookie that Express has set", async () => {
    const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
      keyType: "ec",
    });
    const { origin, connect, visitor } = await wsApp(express, {}, (app) =>
      createTlsServer({ key, cert }, app),
    );
    const [line = ""] = await new Promise<string[]>((resolve, reject) => {
      request(`${origin}/login`, { method: "POST", rejectUnauthorized: false }, (res) => {
        resolve(res.resume().headers["set-cookie"] ?? []);
      })
        .on("error", reject)
        .end();
    });
    const [name = "", token = ""] = line.split(/[=;]/);
    expect(name).toBe("__Host-Http-sid");
    const alice = visitor();
    alice.cookies.set(name, token);
    expect(await exchange(await connect(alice), "who")).toBe("alice");
  });
});
