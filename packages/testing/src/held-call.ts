/** A call of the store that hangs. */
export interface HeldCall {
  /** Resolves when the call has come. */
  readonly reached: Promise<void>;
  /** Lets it go on to the store. One that is never released hangs for ever, as behind a dead connection. */
  release(): void;
}

export class Hold implements HeldCall {
  readonly reached: Promise<void>;
  readonly release: () => void;
  readonly #released: Promise<void>;
  #arrive = (): void => {};

  constructor() {
    let release = (): void => {};
    this.reached = new Promise((resolve) => (this.#arrive = resolve));
    this.#released = new Promise((resolve) => (release = resolve));
    this.release = release;
  }

  pass(): Promise<void> {
    this.#arrive();
    return this.#released;
  }
}
