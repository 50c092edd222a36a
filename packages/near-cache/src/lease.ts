import type { InvalidationSource } from "@sess/core";
import type { NearCacheClock } from "./options.js";

/** A lease is asked for again when this part of it is over: an answer has the rest of the time to come. */
const RENEW_AFTER = 1 / 4;

/**
 * The right to answer from memory, as one connection grants it.
 *
 * When a barrier is passed, everything has been heard that changed before it was asked for. So whoever asks no later than
 * `maxStaleMs` after that moment is never told of a state that is older. Nothing is taken for granted when the answer fails to come:
 * a lease ends by itself. No timer is involved. Requests renew it, and an idle process asks nothing.
 */
export class Lease {
  readonly #source: InvalidationSource;
  readonly #maxStaleMs: number;
  /** When the last barrier that was passed had been asked for. */
  #since: Moment = NEVER;
  #asking = false;
  #askedAt = -Infinity;

  constructor(source: InvalidationSource, maxStaleMs: number) {
    this.#source = source;
    this.#maxStaleMs = maxStaleMs;
  }

  /** In milliseconds; Infinity while it was never granted. */
  ageAt({ now, monotonic }: Moment): number {
    // A process that was frozen with its machine finds the monotonic clock where it was; the other one is put right in time.
    return Math.max(monotonic - this.#since.monotonic, now - this.#since.now);
  }

  holdsAt(moment: Moment): boolean {
    return this.ageAt(moment) < this.#maxStaleMs;
  }

  /** Asks for the next barrier in good time, one at a time. */
  renew(at: Moment): void {
    const dueMs = this.#maxStaleMs * RENEW_AFTER;
    if (this.#asking || at.monotonic - this.#askedAt < dueMs) return;
    this.#asking = true;
    this.#askedAt = at.monotonic;
    void this.#ask(at);
  }

  async #ask(at: Moment): Promise<void> {
    try {
      await this.#source.barrier();
      this.#since = at;
    } catch {
      // The connection broke: there will be another source, and a lease of its own.
    } finally {
      this.#asking = false;
    }
  }
}

/** One reading of both clocks. */
export interface Moment {
  readonly now: number;
  readonly monotonic: number;
}

export function momentOf(clock: NearCacheClock): Moment {
  return { now: clock.now(), monotonic: clock.monotonic() };
}

const NEVER: Moment = { now: -Infinity, monotonic: -Infinity };
