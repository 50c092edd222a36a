import { SessionError } from "@sess/core";

/**
 * The store's own error, with the status 503: apps find in it what they have always found, and the response says that it is not the
 * client's fault. A status of its own is that of another request, such as one to a database over HTTP.
 */
export function unavailable(error: unknown): unknown {
  if (isSessionError(error)) return error;
  const failed =
    error instanceof Error && Object.isExtensible(error)
      ? error
      : new Error("The session store failed.", { cause: error });
  for (const [name, value] of Object.entries({ status: 503, statusCode: 503, expose: false })) {
    // Defined, where assigning may fail: classes have getters of these names.
    Reflect.defineProperty(failed, name, { value, configurable: true, enumerable: true, writable: true });
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

export function isEndedElsewhere(error: unknown): boolean {
  return isSessionError(error) && "code" in error && error.code === "SESSION_ENDED";
}

/** What work on a native session comes to; undefined where somebody has ended it. */
export async function unlessEnded<T>(work: () => PromiseLike<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isEndedElsewhere(error)) return undefined;
    throw error;
  }
}

/** By name: two copies of core have two classes. */
function isSessionError(error: unknown): error is Error {
  return error instanceof Error && error.name === "SessionError";
}
