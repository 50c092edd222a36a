import type { SessionStore } from "@sess/core";

/** One check of a suite. Give it to any test runner: `it(c.name, c.run)`. */
export interface TestCase {
  /** The rule, with the ids of the requirements that it proves. No two cases of a suite share one. */
  readonly name: string;
  /** Rejects with an `AssertionError` that says what the rule is. */
  run(): Promise<void>;
}

/** The time, as a store under test reads it. */
export interface TestClock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** What {@link storeCases}, {@link userIndexCases} and {@link invalidationCases} are told about the store under test. */
export interface StoreCaseOptions<Store extends SessionStore> {
  /**
   * Makes a store. Each case makes its own; they may share one database, because every case uses random keys.
   *
   * The store must read the time from `clock`, if it can: the cases then turn it by hand, test deadlines to the
   * millisecond, and never wait.
   */
  makeStore(clock: TestClock): Store | Promise<Store>;
  /**
   * `"real"` for a store that keeps its own time, such as a database. The cases then use short deadlines, and wait until
   * the store itself shows that one has passed. `"manual"` unless set.
   */
  readonly clock?: "manual" | "real";
  /**
   * Makes a second object over the data of the first, as another process would have it. Set it for every store whose
   * data can be shared: the races then go through both.
   */
  makePeer?(store: Store): SessionStore | Promise<SessionStore>;
  /** Called after a case, with every store and peer that it made. `close` is called unless set. */
  dispose?(store: SessionStore): void | Promise<void>;
  /** Replays the random cases of an earlier run. The environment variable `SESS_SEED` does the same. */
  readonly seed?: number;
}
