import type { OnEvent, SessionEvent } from "./events.js";

/** The default for `onEvent`: what somebody must act on goes to the console, each kind once for each manager. */
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
      return event.advice;
    case "store_failed":
      return `The session store failed at ${event.operation}: ${String(event.error)}.`;
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
      return `Changes made after the response's head could not be saved: ${String(event.error)}`;
    default:
      return undefined;
  }
}
