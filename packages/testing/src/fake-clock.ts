import { type Clock, SessionError } from "@sess/core";

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** The time, in milliseconds since the epoch. */
  now(): number;
  /** Moves it by so many seconds, the unit of all limits of `createSessions`; fractions count to the millisecond, and none goes back. */
  advance(seconds: number): void;
}

/**
 * The time of a test. Give the manager and the memory store the same one.
 *
 * @example
 * const clock = fakeClock();
 * const sessions = createSessions({ clock, store: memoryStore({ clock }) });
 * clock.advance(30 * 60); // the idle limit has passed
 * @param start when it begins; the system's time by default, which browsers compare a persistent cookie with.
 */
export function fakeClock(start: Date = new Date()): FakeClock {
  let time = start.getTime();
  if (Number.isNaN(time)) refuse("fakeClock(start) is no valid date.");
  return {
    now: () => time,
    advance: (seconds) => {
      if (!Number.isFinite(seconds) || seconds < 0)
        refuse(`advance(seconds) must be 0 or more; it is ${seconds}.`);
      time += Math.round(seconds * 1000);
    },
  };
}

function refuse(message: string): never {
  throw new SessionError("INVALID_OPTION", message);
}
