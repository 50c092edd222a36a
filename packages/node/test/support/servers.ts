import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Server as NetServer } from "node:net";
import { onTestFinished } from "vitest";
import { attach } from "../../src/index.js";
import type { FakeSessions } from "./fake-sessions.js";

export type Handler = (req: IncomingMessage, res: ServerResponse) => unknown;

/** Listens on a free port until the test ends. */
export async function listen(server: NetServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    if ("closeAllConnections" in server) (server as Server).closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

/** A server without sessions. `/ping` answers at once, for round trips. */
export function serve(handler: Handler): Promise<number> {
  return listen(createServer((req, res) => (req.url === "/ping" ? res.end("pong") : handler(req, res))));
}

/** The same server, with the fake sessions attached, and an error handler that says "error page". */
export function serveWith(
  sessions: FakeSessions,
  handler: Handler,
  onError: OnError = errorPage,
): Promise<number> {
  return serve((req, res) => {
    attach(sessions, req, res, { secure: false, onError: (error) => onError(error, res) });
    return handler(req, res);
  });
}

export type OnError = (error: unknown, res: ServerResponse) => void;

export function errorPage(_error: unknown, res: ServerResponse): void {
  res.setHeader("X-Error", "yes");
  res.end("error page");
}

/** Lets everything happen that needs no further input: some turns of the event loop. */
export async function turns(count = 5): Promise<void> {
  for (let i = 0; i < count; i += 1) await new Promise((resolve) => setImmediate(resolve));
}
