import { VerbPromise } from "@sess/core";

/** The checks of one request that take a while. Without `await` the handler goes on meanwhile, but its response does not. */
export class Checks {
  readonly #begun: VerbPromise<void>[] = [];

  /** Its error is the response's, unless somebody looks at the promise. */
  watch(check: Promise<void>): Promise<void> {
    const watched = new VerbPromise(check);
    this.#begun.push(watched);
    return watched;
  }

  /** Waits for those that nobody has looked at, and throws what one of them was rejected with. */
  async passed(): Promise<void> {
    for (const check of this.#begun) {
      if (!check.observed && !(await check.settled)) throw check.error;
    }
  }
}
