/** Where a call stops: before the store has seen it, or after the store has done it and before the caller knows. */
export type PausePoint = "before" | "after";

/** Holds one call of a {@link PausableStore}. What it is told first counts, and may come before the call does. */
export interface Gate {
  /** Resolves when the call has stopped here. */
  readonly reached: Promise<void>;
  /** Lets the call go on. */
  release(): void;
  /** Makes the call reject. Stopped `"before"`, the store never sees it; `"after"`, the store has done it all the same. */
  fail(error: unknown): void;
  /** Makes sure that the call never settles: as a store behind a dead connection, without a deadline. */
  hang(): void;
}

type Verdict = "release" | "hang" | { readonly error: unknown };

export class HeldGate implements Gate {
  readonly point: PausePoint;
  readonly reached: Promise<void>;
  /** Called when the call is here. */
  readonly arrive: () => void;
  readonly #verdict: Promise<Verdict>;
  readonly #decide: (verdict: Verdict) => void;

  constructor(point: PausePoint) {
    this.point = point;
    let arrive = (): void => {};
    let decide = (_: Verdict): void => {};
    this.reached = new Promise((resolve) => (arrive = resolve));
    this.#verdict = new Promise((resolve) => (decide = resolve));
    this.arrive = arrive;
    this.#decide = decide;
  }

  release(): void {
    this.#decide("release");
  }

  fail(error: unknown): void {
    this.#decide({ error });
  }

  hang(): void {
    this.#decide("hang");
  }

  async pass(): Promise<void> {
    this.arrive();
    const verdict = await this.#verdict;
    if (verdict === "hang") await new Promise(() => {});
    else if (verdict !== "release") throw verdict.error;
  }
}
