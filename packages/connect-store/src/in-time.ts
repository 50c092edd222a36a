import { SessionError } from "@sess/core";

/** Settles a call to a store, from whatever it says first. */
export interface Answer {
  resolve(value: unknown): void;
  /** With whatever the store has for an error. */
  reject(error: unknown): void;
}

/** Starts a call to a store; without an answer in time, it fails with STORE_UNAVAILABLE. */
export function inTime(
  operation: string,
  timeoutMs: number,
  start: (answer: Answer) => void,
): Promise<unknown> {
  return new Promise((resolve, reject: (error: unknown) => void) => {
    const giveUp = setTimeout(() => {
      // A process that was busy for long runs its timers first: what has arrived meanwhile is let in before.
      setImmediate(() => reject(timedOut(operation, timeoutMs)));
    }, timeoutMs);
    // A store that never answers must not keep a process alive that has nothing else to do.
    giveUp.unref();
    const settle =
      (by: (value: unknown) => void) =>
      (value: unknown): void => {
        clearTimeout(giveUp);
        by(value);
      };
    const answer: Answer = { resolve: settle(resolve), reject: settle(reject) };
    try {
      start(answer);
    } catch (error) {
      answer.reject(error);
    }
  });
}

function timedOut(operation: string, timeoutMs: number): SessionError {
  return new SessionError(
    "STORE_UNAVAILABLE",
    `The session store did not answer within ${timeoutMs} ms (${operation}).`,
  );
}
