import type { IncomingMessage } from "node:http";

/** The part of a request that the middleware reads and sets: Express', connect's, or Node's own. */
export interface SessionRequest extends IncomingMessage {
  /** The session's id; an app may set another before it calls `regenerate`. */
  sessionID?: unknown;
  /** The session; null or undefined where the app has taken it away. */
  session?: object | null;
  sessionStore?: unknown;
  /** Express' judgement, with its `trust proxy` setting, of whether the client's own hop is TLS. */
  readonly secure?: boolean;
  /** The URL as it came, where a router has taken a prefix away. */
  readonly originalUrl?: string;
  /** What cookie-parser leaves. */
  readonly secret?: string;
  readonly cookies?: Readonly<Record<string, unknown>>;
  readonly signedCookies?: Readonly<Record<string, unknown>>;
}

/** Whether the client's own hop is TLS. `proxy` is the option of that name: undefined leaves the judgement to Express. */
export function isSecure(req: SessionRequest, proxy: boolean | undefined): boolean {
  // A request of a socket server's may have none.
  const socket: object | undefined = req.socket;
  if (socket !== undefined && "encrypted" in socket && socket.encrypted) return true;
  if (proxy === false) return false;
  if (proxy !== true) return req.secure === true;
  const [first = ""] = String(req.headers["x-forwarded-proto"] ?? "").split(",");
  return first.trim().toLowerCase() === "https";
}

/** The path of the URL as it came. */
export function pathOf(req: SessionRequest): string {
  const url = req.originalUrl ?? req.url ?? "";
  const path = url.startsWith("/") ? url : (URL.parse?.(url)?.pathname ?? url);
  return path.replace(/[?#].*/s, "") || "/";
}
