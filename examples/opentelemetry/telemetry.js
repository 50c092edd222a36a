// Every event of @sess as a metric, and on the span of the request that it belongs to. Made to be copied as it is.
import { metrics, SpanStatusCode, trace } from "@opentelemetry/api";

/**
 * @typedef {import("@sess/core").SessionEvent} SessionEvent
 * @typedef {SessionEvent extends infer Event ? (Event extends SessionEvent ? keyof Event : never) : never} Property
 */

/**
 * Where an event's properties go. A metric keeps a time series for each combination of values, so it gets what has few;
 * spans get that, too. The rest goes nowhere: who the user is, and texts that a visitor can choose. A property that is
 * not listed goes nowhere either, and does not compile.
 *
 * @satisfies {Record<Property, "metrics" | "spans" | "nowhere">}
 */
const places = {
  type: "metrics",
  reason: "metrics",
  from: "metrics",
  operation: "metrics",
  enforced: "metrics",
  cookie: "metrics",
  overLimit: "metrics",
  level: "metrics",
  detail: "metrics",
  fromVersion: "metrics",
  misfit: "metrics",
  id: "spans",
  previousId: "spans",
  ids: "spans",
  except: "spans",
  sessions: "spans",
  key: "spans",
  problems: "nowhere",
  userId: "nowhere",
  method: "nowhere",
  path: "nowhere",
  origin: "nowhere",
  site: "nowhere",
  host: "nowhere",
  advice: "nowhere",
  error: "nowhere",
};

/** @param {(place: string) => boolean} isHere */
const propertiesThat = (isHere) =>
  new Set(Object.entries(places).flatMap(([name, place]) => (isHere(place) ? [name] : [])));

const onMetrics = propertiesThat((place) => place === "metrics");
const onSpans = propertiesThat((place) => place !== "nowhere");

/**
 * Makes an `onEvent` for `createSessions`. Call it after the SDK has been started: a counter that is made before counts
 * nothing.
 *
 * @param {{ meter?: import("@opentelemetry/api").Meter }} [options]
 * @returns {import("@sess/core").OnEvent}
 */
export function telemetry({ meter = metrics.getMeter("sess") } = {}) {
  const events = meter.createCounter("sess.events", {
    description: "What happened to sessions",
    unit: "{event}",
  });
  return (event) => {
    events.add(1, attributesOf(event, onMetrics));
    // There is none outside of a request, and one that has ended takes nothing any more.
    const span = trace.getActiveSpan();
    if (!span?.isRecording()) return;
    span.addEvent(`sess.${event.type}`, attributesOf(event, onSpans));
    if (!("error" in event)) return;
    span.recordException({ name: kindOf(event.error) });
    span.setStatus({ code: SpanStatusCode.ERROR, message: `sess.${event.type}` });
  };
}

/** @param {SessionEvent} event @param {Set<string>} names */
function attributesOf(event, names) {
  const found = Object.entries(event).filter(([name]) => names.has(name));
  return /** @type {import("@opentelemetry/api").Attributes} */ (
    Object.fromEntries(found.map(([name, value]) => [`sess.${name}`, value]))
  );
}

/**
 * An error's code, or its name. Not its message and not its stack: database drivers quote commands there, with the keys,
 * user ids and data that were their arguments.
 *
 * @param {unknown} error
 */
function kindOf(error) {
  const { code, name } = /** @type {{ code?: unknown, name?: unknown }} */ (error ?? {});
  return [code, name].map(String).find((text) => text !== "undefined" && KIND.test(text)) ?? "unknown";
}

/** Long enough for ECONNREFUSED and UNABLE_TO_VERIFY_LEAF_SIGNATURE, too short for a token. */
const KIND = /^\w{1,40}$/;
