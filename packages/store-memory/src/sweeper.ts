/** How often memory is looked through while there is something to free later. Reads do not depend on it. */
const PAUSE_MS = 10_000;

/**
 * Calls `sweep` now and then, so that what expired is freed even when nobody asks for it. The timer does not keep the
 * process alive.
 */
export class Sweeper {
  readonly #sweep: () => boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param sweep frees a slice, and says whether more is left: then it is called again, after others had their turn */
  constructor(sweep: () => boolean) {
    this.#sweep = sweep;
  }

  /** Does nothing while it runs. */
  start(): void {
    if (this.#timer === undefined) this.#schedule(PAUSE_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #schedule(delayMs: number): void {
    this.#timer = setTimeout(() => {
      const more = this.#sweep();
      // The sweep may have stopped the timer, with the last record.
      if (this.#timer !== undefined) this.#schedule(more ? 1 : PAUSE_MS);
    }, delayMs);
    this.#timer.unref();
  }
}
