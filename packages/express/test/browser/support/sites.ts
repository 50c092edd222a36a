import type { RequestListener } from "node:http";
import { createServer, type Server } from "node:https";
import { certificate } from "@sess/test-browser";
import { start } from "../../support/server.js";

/** Serves an app over TLS under a host of its own until the test ends, and returns the origin. */
export async function site(host: `${string}.test`, app: RequestListener | Server): Promise<string> {
  const server = typeof app === "function" ? createServer(certificate, app) : app;
  return (await start(server)).replace("127.0.0.1", host);
}

/** The same on plain HTTP, as in development. */
export async function localhost(app: RequestListener): Promise<string> {
  return (await start(app)).replace("127.0.0.1", "localhost");
}

export function html(body: string): string {
  return `<!doctype html><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">${body}`;
}
