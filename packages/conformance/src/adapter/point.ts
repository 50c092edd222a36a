/** A place in a handler where a test holds it. */
export class Point {
  /** Resolves when a handler has come here. */
  readonly reached: Promise<void>;
  readonly #arrive: () => void;
  readonly #released: Promise<void>;
  readonly #release: () => void;

  constructor() {
    let arrive = (): void => {};
    let release = (): void => {};
    this.reached = new Promise((resolve) => (arrive = resolve));
    this.#released = new Promise((resolve) => (release = resolve));
    this.#arrive = arrive;
    this.#release = release;
  }

  /** For the handler: stops here until {@link Point.release}. */
  pass(): Promise<void> {
    this.#arrive();
    return this.#released;
  }

  release(): void {
    this.#release();
  }
}
