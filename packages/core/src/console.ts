import { environmentName } from "./environment-name.js";
import type { OnEvent, SessionEvent } from "./events.js";

/**
 * The default of `onEvent`: what somebody must act on goes to the console, each kind once. For a listener of your own that passes events
 * on to it.
 *
 * @example
 * const warn = warnOnConsole();
 * createSessions({ store, onEvent: (event) => { count(event); warn(event); } });
 */
export function warnOnConsole(): OnEvent {
  const told = new Set<string>();
  return (event) => {
    const warning = warningOf(event);
    if (warning === undefined || told.has(event.type)) return;
    told.add(event.type);
    console.warn(`[sess] ${warning} (Said once. Pass onEvent to hear of every event.)`);
  };
}

function warningOf(event: SessionEvent): string | undefined {
  switch (event.type) {
    case "insecure_transport":
      // A test's client has no TLS, and each test a manager of its own.
      return event.cookie === "unprotected" && environmentName() === "test" ? undefined : event.advice;
    case "store_failed":
      return `The session store failed at ${event.operation}: ${sentence(event.error)}`;
    case "record_invalid":
      return `A stored session could not be read (${event.detail}); it counts as missing.`;
    case "data_misfit":
      return (
        `The data of a session, written by version ${event.fromVersion} of the app's data, do not fit the schema ` +
        `(${event.problems.join(", ") || String(event.error)}): ${event.misfit === "clear" ? "they are dropped" : "its user is not signed in"}.`
      );
    case "import_refused":
      return event.reason === "revoked" || event.reason === "ended"
        ? undefined
        : `A session of ${event.from} was not imported (${event.reason}): its user has to sign in again.`;
    case "begun_too_late":
      return "A session would have begun after the response's head was sent; it was not saved. Write to it earlier.";
    case "cookie_unsent":
      return "A new cookie was due, and no response carried it: the handler threw, or the client left.";
    case "save_failed":
      return `Changes made after the response's head could not be saved: ${sentence(event.error)}`;
    case "key_refused":
      return `session.${event.key} was not set: ${
        event.key === "userId" ? "only session.login(userId) sets it." : "that name is the session's own."
      }`;
    default:
      return undefined;
  }
}

/** An error's own words, with one full stop. */
function sentence(error: unknown): string {
  return String(error).replace(/\.?$/, ".");
}
