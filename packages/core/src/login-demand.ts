import { SessionError } from "./errors.js";
import { absoluteDeadlineOf } from "./expiry.js";
import { type AssuranceLevel, levelOption } from "./assurance-level.js";
import { levelOf } from "./facts.js";
import { LONGEST_LIFE_SECONDS } from "./longest-life.js";
import type { Scope } from "./scope.js";
import { integerOption, knownNames, objectOption } from "./validate.js";

/** How recent and how sure a login must be. */
export interface LoginDemand {
  /** The most seconds since the user last signed in: for what a borrowed laptop must not do (ASVS 7.5.1). */
  readonly maxAgeSeconds?: number;
  /** The least assurance level: for what a stolen password must not do (ASVS 7.5.3). */
  readonly level?: AssuranceLevel;
}

export const DEMANDS: readonly (keyof LoginDemand)[] = ["maxAgeSeconds", "level"];

/** Throws a mistake in a demand at once, and not when somebody comes. */
export function checkDemand(option: string, value: unknown = {}): LoginDemand {
  const demand: LoginDemand = objectOption(option, value);
  knownNames(option, demand, DEMANDS, {
    fresh: "for the middleware; await session.reload() here",
  });
  const { maxAgeSeconds, level } = demand;
  if (maxAgeSeconds !== undefined)
    integerOption(`${option} maxAgeSeconds`, maxAgeSeconds, 0, LONGEST_LIFE_SECONDS);
  if (level !== undefined) levelOption(`${option} level`, level);
  return demand;
}

export function loginRequired(): SessionError {
  return new SessionError("LOGIN_REQUIRED", "Sign in to see this.");
}

/** @returns who is signed in. */
export function requireLogin({ state, context }: Scope, demand: unknown): string {
  const { maxAgeSeconds = Infinity, level = 1 } = checkDemand("session.requireLogin", demand);
  const { facts } = state;
  const { userId, authenticatedAt = 0, unproven } = facts;
  const now = context.now();
  // A request may take longer than its session.
  const over = state.status !== "stored" || absoluteDeadlineOf(facts, context.policy) <= now;
  if (userId === undefined || over) throw loginRequired();
  if ((levelOf(facts, now) ?? 0) < level)
    throw new SessionError("LEVEL_TOO_LOW", "Confirm with a second factor to do this.");
  if ((unproven ? Infinity : now - authenticatedAt) > maxAgeSeconds * 1000)
    throw new SessionError("LOGIN_TOO_OLD", "Confirm who you are to do this: your login is too long ago.");
  return userId;
}
