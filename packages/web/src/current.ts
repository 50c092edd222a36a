import { SessionError } from "@sess/core";
import type { Checks } from "./checks.js";
import { requestArgument } from "./settings.js";

/** Shared by all copies of this package. */
const CURRENT: unique symbol = Symbol.for("@sess/web current");

/** What a request was given last. */
interface Current {
  readonly opened: { readonly session: object };
  readonly checks: Checks;
}

type Carrier = object & { [CURRENT]?: Current };

/** With two managers, the one that was opened last. */
export function setCurrent(request: Carrier, current: Current): void {
  request[CURRENT] = current;
}

/**
 * For a check of this request.
 * @throws SessionError NOT_INSTALLED at once: where nothing has opened a session, nothing could refuse the response later.
 */
export function currentOf(check: string, request: Carrier): Current {
  requestArgument(`${check}() of @sess/web`, request);
  const current = request[CURRENT];
  if (current !== undefined) return current;
  throw new SessionError(
    "NOT_INSTALLED",
    `${check}: no session is on this request. Put webSession(sessions) around its handler, or await openSession(sessions, request) before, ` +
      "and ask with the request that they were given: a copy of it has none.",
  );
}
