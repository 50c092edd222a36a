import { RESERVED_KEYS } from "@sess/core";

/**
 * What data of express-session are called in a native record. There, names of facts and verbs (`userId`, `login`, …) are taken; here, an app
 * may have used them for ever. They get a prefix, and what looks as if it had one already gets another: no two names become one.
 */
export function nativeNameOf(name: string): string {
  return isTaken(name) ? PREFIX + name : name;
}

/** @returns undefined for what is no data of express-session. */
export function nameOfNative(nativeName: string): string | undefined {
  if (NO_DATA.has(nativeName)) return undefined;
  const isPrefixed = nativeName.startsWith(PREFIX) && isTaken(nativeName);
  return isPrefixed ? nativeName.slice(PREFIX.length) : nativeName;
}

const PREFIX = "connect:";

/** Where a native record says that its session has moved to a store of express-session's. */
export const MOVED_KEY = "connectSid";

/** In express-session the cookie is among the data; native data of that name are not that cookie. */
const NO_DATA: ReadonlySet<string> = new Set([MOVED_KEY, "cookie"]);

function isTaken(name: string): boolean {
  const bare = name.replace(/^(?:connect:)+/, "");
  return bare === MOVED_KEY || RESERVED_KEYS.has(bare);
}
