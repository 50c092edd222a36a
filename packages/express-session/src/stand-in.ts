import type { ServerResponse } from "node:http";
import type { Visit } from "./visit.js";

/**
 * WebSocket servers run the middleware with a stand-in for the response, which cannot be held. Where it has a `writeHead`, as that of
 * socket.io, the cookie is set by the time that it is called. Nothing is saved then: that is the app's, by `req.session.save()`.
 */
export function cookieOnWriteHead(res: Partial<ServerResponse>, visit: Visit): void {
  const { writeHead } = res;
  if (typeof writeHead !== "function") return;
  const replaced = (...args: unknown[]): unknown => {
    visit.setCookie();
    return Reflect.apply(writeHead, res, args);
  };
  Reflect.set(res, "writeHead", replaced);
}
