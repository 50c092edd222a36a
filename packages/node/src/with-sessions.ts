import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import { attach } from "./attach.js";
import { clearForError, statusOf } from "./failed-response.js";
import type { Opener, Saved } from "./ports.js";
import { wireOf, type NodeRequest, type NodeResponse } from "./wire.js";

/** What `withSessions` can be told. */
export interface WithSessionsOptions<Req extends NodeRequest> {
  /** Whether the client's own hop is TLS. By default: the socket is. Behind a proxy that ends TLS, only you can tell. */
  readonly secure?: (req: Req) => boolean;
  /** Hears of every error that was answered for the listener. By default those of status 500 and more go to the console. */
  readonly onError?: (error: unknown, req: Req) => void;
}

/**
 * Sessions for a server without a framework, over HTTP/1, HTTPS and HTTP/2:
 *
 * ```ts
 * createServer(withSessions(sessions, (req, res) => res.end(`Hello ${sessions.from(req).userId}`)));
 * ```
 *
 * The listener runs when the session is loaded. When the store fails, or the listener throws, the answer is the error's
 * status as plain text, without any detail.
 */
export function withSessions<
  Req extends NodeRequest = IncomingMessage,
  Res extends NodeResponse = ServerResponse,
>(
  sessions: Opener<Saved>,
  listener: (req: Req, res: Res) => unknown,
  options: WithSessionsOptions<Req> = {},
): (req: Req, res: Res) => void {
  const secure = options.secure ?? isEncrypted;
  const report = options.onError ?? logServerError;
  return (req, res) => {
    const storeFailed = (error: unknown): void => fail(error, 503);
    const listenerFailed = (error: unknown): void => fail(error, 500);
    const fail = (error: unknown, fallback: number): void => {
      answer(res, statusOf(error) ?? fallback);
      try {
        report(error, req);
      } catch (thrown) {
        console.error("[sess] onError threw:", thrown);
      }
    };
    const run = async (): Promise<void> => {
      try {
        await listener(req, res);
      } catch (error) {
        listenerFailed(error);
      }
    };
    const { loading } = attach(sessions, req, res, { secure: secure(req), onError: storeFailed });
    if (loading === undefined) void run();
    else loading.then(run, storeFailed);
  };
}

function isEncrypted(req: NodeRequest): boolean {
  return "encrypted" in req.socket && req.socket.encrypted === true;
}

function answer(res: NodeResponse, status: number): void {
  if (res.writableEnded) return;
  if (res.headersSent) return abort(res);
  const wire = wireOf(res);
  const body = `${STATUS_CODES[status] ?? "Error"}\n`;
  clearForError(wire, status, "stream" in res);
  wire.setHeader("Content-Type", "text/plain; charset=utf-8");
  wire.setHeader("Content-Length", Buffer.byteLength(body));
  wire.setHeader("Cache-Control", "no-store");
  wire.end(body);
}

/** The head has left: all that can still be told is that the body is not complete. */
function abort(res: NodeResponse): void {
  if ("stream" in res) res.stream.close(INTERNAL_ERROR);
  else res.destroy();
}

/** An HTTP/2 error code (RFC 9113, 7). */
const INTERNAL_ERROR = 0x2;

function logServerError(error: unknown): void {
  if ((statusOf(error) ?? 500) >= 500) console.error("[sess] a request failed:", error);
}
