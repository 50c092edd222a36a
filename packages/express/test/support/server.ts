import { createServer, type RequestListener, type Server } from "node:http";
import type { Server as TlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { onTestFinished } from "vitest";

/** Listens on a free port of the loopback interface until the test ends, and returns the origin. */
export async function start(app: RequestListener | Server | TlsServer): Promise<string> {
  const server = typeof app === "function" ? createServer(app) : app;
  const sockets: Socket[] = [];
  server.on("connection", (socket) => sockets.push(socket));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(async () => {
    // WebSockets too, of which closeAllConnections() does not know.
    for (const socket of sockets) socket.destroy();
    await new Promise((closed) => server.close(closed));
  });
  const scheme = "setSecureContext" in server ? "https" : "http";
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
