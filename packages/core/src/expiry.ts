import type { Facts } from "./facts.js";
import type { Lifetime, Policy } from "./options.js";

/** A request extends a session at most this often, so that reading does not become writing. */
const MOST_TOUCH_MS = 60_000;
const LEAST_TOUCH_MS = 1000;

export function touchIntervalOf({ idleMs }: Lifetime): number {
  return Math.max(LEAST_TOUCH_MS, Math.min(MOST_TOUCH_MS, idleMs / 10));
}

/** A session in which nobody is signed in may have shorter limits. */
function lifetimeOf(facts: Facts, policy: Policy): Lifetime {
  return facts.userId === undefined ? policy.anonymous : policy;
}

/** A shorter limit in a new configuration takes effect at once; a longer one only for new logins. */
export function absoluteDeadlineOf(facts: Facts, policy: Policy): number {
  const { endsAt, createdAt, authenticatedAt = createdAt } = facts;
  return Math.min(endsAt, authenticatedAt + lifetimeOf(facts, policy).absoluteMs);
}

/**
 * The deadline for the store, of a session that was seen at a moment: idle or absolute, whichever is first. The store's
 * deadline is also how core knows when a session was last seen. Near the absolute end it could not tell; so what the idle
 * deadline would have been later counts a thousandth: a record outlives its session by less than two seconds at the default
 * limits. A field for this would turn each touch into a change of data.
 */
export function storedDeadlineOf(facts: Facts, policy: Policy, seenAt: number): number {
  const idleEnd = seenAt + lifetimeOf(facts, policy).idleMs;
  const end = absoluteDeadlineOf(facts, policy);
  return idleEnd <= end ? idleEnd : end + Math.floor((idleEnd - end) / PAST_END);
}

const PAST_END = 1000;

/** When a session was last seen, to the touch interval: the way back from {@link storedDeadlineOf}. */
export function seenAtOf(facts: Facts, policy: Policy, expiresAt: number): number {
  const end = absoluteDeadlineOf(facts, policy);
  const idleEnd = expiresAt <= end ? expiresAt : end + (expiresAt - end) * PAST_END;
  return idleEnd - lifetimeOf(facts, policy).idleMs;
}

/** When a session ends if no further request comes. */
export function deadlineOf(facts: Facts, policy: Policy, expiresAt: number): number {
  return Math.min(expiresAt, absoluteDeadlineOf(facts, policy));
}

/** Which deadline has passed, if one has. The store's own expiry is only a backstop. */
export function expiryOf(
  facts: Facts,
  expiresAt: number,
  policy: Policy,
  now: number,
): "idle" | "absolute" | undefined {
  if (absoluteDeadlineOf(facts, policy) <= now) return "absolute";
  return expiresAt <= now ? "idle" : undefined;
}

/** Whether a session was last seen so long ago that the store should know of this request; after a step of the clock, too. */
export function touchIsDue(facts: Facts, policy: Policy, expiresAt: number, now: number): boolean {
  return Math.abs(now - seenAtOf(facts, policy, expiresAt)) >= touchIntervalOf(lifetimeOf(facts, policy));
}
