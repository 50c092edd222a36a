import type { Context } from "./context.js";
import { touchIntervalOf } from "./expiry.js";
import type { AssuranceLevel } from "./assurance-level.js";
import type { CrossOriginPolicy, Lifetime } from "./options.js";

/** Two limits of a session's life, in seconds. */
export interface SessionLimits {
  /** Seconds without a request after which a session ends (ASVS 7.3.1). */
  readonly idleSeconds: number;
  /** Seconds after login or creation after which a session ends, whatever happens (ASVS 7.3.2). */
  readonly absoluteSeconds: number;
}

/** What is in force after all defaults: for a page that an auditor reads, or a test of your own. */
export interface PolicyReport extends SessionLimits {
  /**
   * The highest assurance level whose time limits these are within (NIST SP 800-63B-4, sections 2.1.3, 2.2.3 and 2.3.3); undefined
   * when they are longer than 30 days.
   */
  readonly nistLevel: AssuranceLevel | undefined;
  /** The limits while nobody is signed in. */
  readonly anonymous: SessionLimits;
  /** How exactly the last use of a session is known. */
  readonly touchSeconds: number;
  /** Undefined: no limit. */
  readonly maxPerUser: number | undefined;
  /** What a login over that limit does. */
  readonly overLimit: "evict" | "refuse";
  /** The cookie over TLS: its name with prefix, and the line that sets it, without a value. */
  readonly cookie: { readonly name: string; readonly attributes: string };
  /** Whether a plain-HTTP request gets a cookie. */
  readonly allowPlainHttp: boolean;
  /** How many keys there are for the cookie's tag. */
  readonly keys: number;
  /** What the guard lets pass; a copy. */
  readonly crossOrigin: CrossOriginPolicy;
  /** The most bytes of a session in the store. */
  readonly maxBytes: number;
  /** Milliseconds after which a store call has failed. */
  readonly storeTimeoutMs: number;
}

export function reportOf({ policy, secureCookie: { writer } }: Context): PolicyReport {
  const { maxPerUser, overLimit, allowPlainHttp, keys, crossOrigin, maxBytes, storeTimeoutMs } = policy;
  return {
    ...inSeconds(policy),
    nistLevel: nistLevelOf(policy),
    anonymous: inSeconds(policy.anonymous),
    touchSeconds: touchIntervalOf(policy) / 1000,
    maxPerUser,
    overLimit,
    cookie: {
      name: writer.name,
      attributes: writer
        .set("", policy.cookie.persistent ? policy.absoluteMs / 1000 : undefined)
        .slice(writer.name.length + 3),
    },
    allowPlainHttp,
    keys: keys.length,
    crossOrigin: {
      ...crossOrigin,
      trustedOrigins: [...crossOrigin.trustedOrigins],
      exempt: [...crossOrigin.exempt],
    },
    maxBytes,
    storeTimeoutMs,
  };
}

function inSeconds({ idleMs, absoluteMs }: Lifetime): SessionLimits {
  return { idleSeconds: idleMs / 1000, absoluteSeconds: absoluteMs / 1000 };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function nistLevelOf({ idleMs, absoluteMs }: Lifetime): AssuranceLevel | undefined {
  if (absoluteMs <= 12 * HOUR_MS && idleMs <= 15 * MINUTE_MS) return 3;
  if (absoluteMs <= 24 * HOUR_MS && idleMs <= HOUR_MS) return 2;
  return absoluteMs <= 30 * 24 * HOUR_MS ? 1 : undefined;
}
