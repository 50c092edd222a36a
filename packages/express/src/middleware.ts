import type { IncomingMessage, ServerResponse } from "node:http";

/** The part of Express' request that this adapter reads and sets. */
export interface SessionRequest extends IncomingMessage {
  /** Express' judgement, with its `trust proxy` setting, of whether the client's own hop is TLS. */
  readonly secure?: boolean;
  /** Set by {@link expressSession}. For a typed session use `sessions.from(req)`. */
  session?: unknown;
}

/** Fits `app.use()` of Express 5 and 4, without the types of either. */
export type SessionMiddleware = (
  req: SessionRequest,
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void;
