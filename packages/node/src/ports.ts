import type { HttpExchange, RequestSession } from "@sess/core";

/** What the hold needs of a session: when it is loaded, and how to save it. */
export type Saved = Pick<RequestSession, "loading" | "commit" | "finish">;

/** What is needed of core's `Sessions`: it begins requests. */
export interface Opener<Request extends Saved> {
  /** Begins a request. `request` is what `sessions.from` will be asked with. */
  open(exchange: HttpExchange, request: object): Request;
}
