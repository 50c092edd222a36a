import { SessionError } from "@sess/core";

/** More than this many milliseconds a timer takes for 1. */
const LONGEST_MS = 2 ** 31 - 1;

/** @throws SessionError INVALID_OPTION for what no timer can wait: else every call would fail at once. */
export function timeoutOption(option: string, ms: unknown): number {
  if (typeof ms === "number" && Number.isInteger(ms) && ms >= 1 && ms <= LONGEST_MS) return ms;
  const given = typeof ms === "number" ? `${ms}` : `a ${typeof ms}`;
  throw new SessionError(
    "INVALID_OPTION",
    `${option} is ${given}; it must be a whole number of milliseconds from 1 to ${LONGEST_MS}, such as 2000.`,
  );
}
