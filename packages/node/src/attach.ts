import { canBeHeld } from "./can-be-held.js";
import { HeldResponse } from "./held-response.js";
import { NodeExchange, type PendingReply } from "./node-exchange.js";
import type { Opener, Saved } from "./ports.js";
import type { NodeRequest, NodeResponse } from "./wire.js";

/** What an adapter tells of one request. */
export interface AttachOptions {
  /** The client's own hop is TLS, as the framework judges it with its trust-proxy setting. */
  readonly secure: boolean;
  /**
   * Called when the session could not be saved, so that the response that the handler wrote is dropped. The framework's
   * error path: it has the response to itself, with no byte sent.
   */
  readonly onError: (error: unknown) => void;
  /** What `sessions.from` will be asked with. Default: Node's request. */
  readonly request?: object;
  /** The URL as it came, where the framework changes that of Node's request. Default: Express' `originalUrl`, else `url`. */
  readonly url?: string;
  /** The framework's own reply, where that keeps the headers until it is sent. */
  readonly pending?: PendingReply;
}

/**
 * Opens the session of a request, and holds the head of its response until that session is saved. What an adapter is
 * made of: await `loading`, and hand the request on.
 */
export function attach<Request extends Saved>(
  sessions: Opener<Request>,
  req: NodeRequest,
  res: NodeResponse,
  options: AttachOptions,
): Request {
  const { secure, onError, request = req, url = urlOf(req), pending } = options;
  const judged = { secure, url, pending };
  if (!canBeHeld(res)) return withoutHead(sessions.open(new NodeExchange(req, res, judged), request));
  const held = new HeldResponse(req, res, judged, onError);
  const session = sessions.open(held, request);
  held.hold(session);
  return session;
}

/** Express takes the path off `url` that a router is mounted at. */
function urlOf(req: NodeRequest): string {
  return "originalUrl" in req && typeof req.originalUrl === "string" ? req.originalUrl : (req.url ?? "");
}

/** No cookie can be sent: a login would end in nothing, and has to say so. What is stored can be read and changed. */
function withoutHead<Request extends Saved>(session: Request): Request {
  const finish = (): void => void session.finish();
  if (session.loading === undefined) finish();
  else session.loading.then(finish, () => {}); // The adapter hears of the failure: it waits for the same promise.
  return session;
}
