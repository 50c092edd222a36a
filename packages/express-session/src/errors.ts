import { SessionError } from "@sess/core";

/**
 * The store's own error, with the status 503 where it has none: apps find in it what they have always found, and the response says that
 * it is not the client's fault. `http-errors` does the same to errors that it is given.
 */
export function unavailable(error: unknown): unknown {
  const failed = error instanceof Error ? error : new Error("The session store failed.", { cause: error });
  if (!("status" in failed) && Object.isExtensible(failed)) {
    Object.assign(failed, { status: 503, statusCode: 503, expose: false });
  }
  return failed;
}

/** Somebody has ended the session while this request worked with it. */
export function endedElsewhere(): SessionError {
  return new SessionError(
    "SESSION_ENDED",
    "The session was ended elsewhere meanwhile (logout or expiry). Nothing was saved.",
  );
}

/** By name and code: two copies of core have two classes. */
export function isEndedElsewhere(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === "SessionError" &&
    "code" in error &&
    error.code === "SESSION_ENDED"
  );
}
