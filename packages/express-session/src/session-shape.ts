import type { Cookie } from "@sess/connect-store";
import type { Fields } from "./fields.js";
import type { SessionRequest } from "./request.js";

/** A session, as those see it who keep it. */
export interface SessionShape {
  readonly id: string;
  /** Outside a request: a stand-in with the session's id and store. */
  readonly req: SessionRequest;
  cookie: Cookie;
  touch(): unknown;
}

/** What the store had of a session when it was last read or written here; no fields where it has never been stored. */
export interface Known {
  fields: Fields | undefined;
  /** It was stored, and somebody has ended it since. */
  isGone: boolean;
}

/** Not a name that data could have, and not a private member either: a session is also seen through a proxy. */
const KNOWN = Symbol("@sess/known");

/** To be called when a session is made. */
export function addKnown(session: object): void {
  Object.defineProperty(session, KNOWN, { value: { fields: undefined, isGone: false } satisfies Known });
}

export function knownOf(session: SessionShape): Known {
  return Reflect.get(session, KNOWN) as Known;
}

/** Whether a session was made here. */
export function isOurs(session: object): session is SessionShape {
  return KNOWN in session;
}
