import { errorResponse } from "@sess/web";
import type { Context } from "hono";

/**
 * Has the session's errors answered with their status where the app has no `onError`: Hono's own handler asks an error for its answer
 * by `getResponse()`, and takes every other one for a 500. Hono catches around each handler, so that `await next()` never throws;
 * but it puts the error on the context before it asks for the answer.
 */
export function meetErrors(c: Context): void {
  let met = c.error;
  Object.defineProperty(c, "error", {
    configurable: true,
    enumerable: true,
    get: () => met,
    set: (error: Error | undefined) => (met = withAnswer(error, c)),
  });
}

/** The same error; the session's have a `getResponse()`. */
export function withAnswer<Thrown>(error: Thrown, c: Context): Thrown {
  if (error instanceof Error && error.name === "SessionError" && !("getResponse" in error))
    Object.defineProperty(error, "getResponse", {
      value: () => errorResponse(error, { request: c.req.raw }),
    });
  return error;
}
