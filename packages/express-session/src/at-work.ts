import { isEndedElsewhere } from "./errors.js";
import type { Work } from "./verbs.js";

/** The verbs of a request that are under way: no response is sent before they are done. */
export class AtWork {
  #last: Promise<unknown> | undefined;
  #failed: { readonly work: Work; readonly error: unknown }[] = [];

  start(verb: () => Promise<void>): Work {
    const done = verb();
    const work: Work = { done, observed: false };
    const settled: Promise<unknown> = Promise.all([this.#last, done])
      .catch((error: unknown) => this.#failed.push({ work, error }))
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
    const forgotten = this.#failed.find(({ work, error }) => !work.observed && !isEndedElsewhere(error));
    this.#failed = [];
    if (forgotten !== undefined) throw forgotten.error;
  }
}
