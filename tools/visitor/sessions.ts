import { pausableStore, type PausableStore } from "@sess/conformance";
import { createSessions, type SessionEvent, type SessionOptions, type Sessions } from "@sess/core";
import { memoryStore, type MemoryStore } from "@sess/store-memory";
import { onTestFinished } from "vitest";

/** What the tests keep in a session. */
export interface TestData {
  cart?: string[];
  visits?: number;
  theme?: string;
  /** What passport keeps. */
  passport?: { user?: string };
}

export interface TestSessions<Data extends object = TestData> {
  readonly sessions: Sessions<Data>;
  /** Stops calls where a test says so. */
  readonly store: PausableStore;
  /** The records behind it. */
  readonly records: MemoryStore;
  /** What happened, by the types of the events. */
  readonly events: SessionEvent["type"][];
}

/** A manager with a store of its own, closed when the test ends. */
export function testSessions(options: Partial<SessionOptions> = {}): TestSessions {
  const records = memoryStore({ maxSessions: 100 });
  const store = pausableStore(records);
  const events: SessionEvent["type"][] = [];
  const sessions = createSessions<TestData>({ store, onEvent: ({ type }) => events.push(type), ...options });
  onTestFinished(() => sessions.close());
  return { sessions, store, records, events };
}
