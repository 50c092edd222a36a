import type { Facts } from "./facts.js";

/** The two limits of a session's life, in milliseconds. */
export interface Lifetime {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

/** A request extends a session at most this often, so that reading does not become writing. */
const MOST_TOUCH_MS = 60_000;
const LEAST_TOUCH_MS = 1000;

/** When the session ends if no further request comes. */
export function deadlineOf(facts: Facts, lifetime: Lifetime, now: number): number {
  return Math.min(now + lifetime.idleMs, absoluteDeadlineOf(facts, lifetime));
}

/** A shorter limit in a new configuration takes effect at once; a longer one only for new logins. */
export function absoluteDeadlineOf(facts: Facts, lifetime: Lifetime): number {
  return Math.min(facts.endsAt, (facts.authenticatedAt ?? facts.createdAt) + lifetime.absoluteMs);
}

/** Which deadline has passed, if one has. The store's own expiry is only a backstop. */
export function expiryOf(
  facts: Facts,
  expiresAt: number,
  lifetime: Lifetime,
  now: number,
): "idle" | "absolute" | undefined {
  if (absoluteDeadlineOf(facts, lifetime) <= now) return "absolute";
  return expiresAt <= now ? "idle" : undefined;
}

/** Whether the stored deadline is so far from the one that holds now that it must be moved, either way. */
export function touchIsDue(stored: number, wanted: number, lifetime: Lifetime): boolean {
  const interval = Math.max(LEAST_TOUCH_MS, Math.min(MOST_TOUCH_MS, lifetime.idleMs / 10));
  return Math.abs(wanted - stored) >= interval;
}
