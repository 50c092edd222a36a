import { isEndedElsewhere } from "./errors.js";
import type { Work } from "./verbs.js";

/** The verbs of a request that are under way: no response is sent before they are done. */
export class AtWork {
  #last: Promise<unknown> | undefined;
  #failed: readonly Failure[] = [];

  start(verb: () => Promise<void>): Work {
    const done = verb();
    const work: Work = { done, observed: false };
    const settled: Promise<unknown> = Promise.all([this.#last, done])
      .catch((error: unknown) => this.#remember({ work, error }))
      .then(() => {
        if (this.#last === settled) this.#last = undefined;
      });
    this.#last = settled;
    return work;
  }

  /** Undefined when nothing is under way. */
  get over(): Promise<unknown> | undefined {
    return this.#last;
  }

  /**
   * Throws the error of a verb that nobody waited for: the response must not claim that all is well. That a session is over is no
   * failure; whoever did not ask does not hear of it.
   */
  throwForgotten(): void {
    const [forgotten] = this.#failed.filter(isForgotten);
    this.#failed = [];
    if (forgotten !== undefined) throw forgotten.error;
  }

  /** A few of them: a stand-in for a response may never end. */
  #remember(failure: Failure): void {
    this.#failed = [...this.#failed, failure].filter(isForgotten).slice(0, MOST_FAILURES);
  }
}

interface Failure {
  readonly work: Work;
  readonly error: unknown;
}

const MOST_FAILURES = 10;

function isForgotten({ work, error }: Failure): boolean {
  return !work.observed && !isEndedElsewhere(error);
}
