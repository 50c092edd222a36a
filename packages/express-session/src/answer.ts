import { isEndedElsewhere } from "./errors.js";
import type { Work } from "./verbs.js";

/** The callback of a verb. */
export type VerbCallback = (error?: unknown) => void;

/**
 * What a verb returns. With a callback: the session, as ever. Without one, the session that can be awaited, too: a proxy of it, so that
 * a chain of calls goes on as before, and the session itself never looks like a promise.
 */
export function answer<S extends object>(
  session: S,
  work: Work,
  callback: VerbCallback | undefined,
): S & PromiseLike<void> {
  if (typeof callback === "function") {
    work.observed = true;
    // Out of the promise: what the callback throws is the app's own exception.
    const tell = (...error: unknown[]): void => process.nextTick(callback, ...error);
    // Callbacks of express-session's never hear that the session is over: passport would make an error of a second logout.
    work.done.then(
      () => tell(),
      (error: unknown) => (isEndedElsewhere(error) ? tell() : tell(error)),
    );
    return session as S & PromiseLike<void>;
  }
  // A failure that nobody awaits is told by the response.
  work.done.catch(() => {});
  return new Proxy(session, {
    get(target, name) {
      if (!isPromiseMethod(name) || name in target) return Reflect.get(target, name) as unknown;
      work.observed = true;
      return work.done[name].bind(work.done);
    },
  }) as S & PromiseLike<void>;
}

function isPromiseMethod(name: string | symbol): name is "then" | "catch" | "finally" {
  return name === "then" || name === "catch" || name === "finally";
}
