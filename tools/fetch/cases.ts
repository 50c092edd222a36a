import { type AdapterCase, adapterCases, type AdapterSubject } from "@sess/conformance";

/** Rows of the suite that no fetch handler can show. */
const NOT_ON_FETCH: Readonly<Record<string, string>> = {
  "streaming: early hints go out at once (C-18)":
    "A Response has no informational ones before it: they are for the server below.",
  "streaming: a session that would begin after the head: an event, no crash":
    "What a handler does before it returns is in time. What comes later is in late.test.ts.",
  "outage: a store failure while a stream runs: the stream ends, an event tells, the server lives":
    "The same: what the row calls late may be in time. A failure that is late is in late.test.ts.",
};

/** Rows about what changes while a body is being sent. By default a stream calls `session.save()`: see late.test.ts. */
const NEEDS_SAVE_AT_END: readonly string[] = [
  "streaming: server-sent events: the head is flushed early, later changes are saved when the stream ends (T-29)",
  "streaming: a client that leaves: what was changed is saved, the server lives",
];

/** An adapter for fetch handlers. */
export interface FetchSubject extends AdapterSubject {
  readonly saveAtEnd: boolean;
}

/** The rows that apply: all of them where the subject is none of the above. */
export function casesOf(subject: AdapterSubject & Partial<FetchSubject>): AdapterCase[] {
  if (subject.saveAtEnd === undefined) return adapterCases(subject);
  const others = [...Object.keys(NOT_ON_FETCH), ...(subject.saveAtEnd ? [] : NEEDS_SAVE_AT_END)];
  const cases = adapterCases(subject);
  const missing = others.filter((name) => !cases.some((row) => row.name === name));
  if (missing.length > 0) throw new Error(`The suite has no such rows any more: ${missing.join(", ")}`);
  return cases.filter(({ name }) => !others.includes(name));
}
