import type { NearCacheClock } from "../../src/index.js";

/** The time as it truly is. It stands still until a test lets it pass. */
export class TrueTime {
  ms = 1_800_000_000_000;

  pass(ms: number): void {
    this.ms += ms;
  }
}

/** The two clocks of a machine, which may be wrong about the time. */
export class MachineClock implements NearCacheClock {
  readonly #time: TrueTime;
  #setBy = 0;
  #frozenFor = 0;

  constructor(time: TrueTime) {
    this.#time = time;
  }

  now(): number {
    return this.#time.ms + this.#setBy;
  }

  monotonic(): number {
    return this.#time.ms - this.#frozenFor;
  }

  /** Somebody sets the clock forward, or back. */
  set(byMs: number): void {
    this.#setBy += byMs;
  }

  /** The machine stands still while time passes. Afterwards its clock is put right; the monotonic one knows nothing of it. */
  freeze(ms: number): void {
    this.#time.pass(ms);
    this.#frozenFor += ms;
  }
}
