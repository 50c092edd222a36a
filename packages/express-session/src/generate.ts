import type { SessionRequest } from "./request.js";

type Generate = (req: SessionRequest) => void;

const byRequest = new WeakMap<object, Generate>();

/** From now on `store.generate` makes this request's new sessions in this way. */
export function generateFor(req: object, generate: Generate): void {
  byRequest.set(req, generate);
}

/**
 * Gives a store its `generate`. Several middlewares may share a store, each with options of its own: so it asks the request whose it is.
 * @param otherwise for a request that no middleware has seen.
 */
export function addGenerate(store: object, otherwise: Generate): void {
  const generate: Generate = (req) => (byRequest.get(req) ?? otherwise)(req);
  Reflect.set(store, "generate", generate);
}
