/** A promise that the test settles. */
export class Later<T = void> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;

  constructor() {
    let resolve: (value: T) => void = () => {};
    this.promise = new Promise((settle) => (resolve = settle));
    this.resolve = resolve;
  }
}

/** A place where a handler stops until the test lets it go on. */
export class Stop {
  readonly #reached = new Later();
  readonly #released = new Later();

  get reached(): Promise<void> {
    return this.#reached.promise;
  }

  pass(): Promise<void> {
    this.#reached.resolve();
    return this.#released.promise;
  }

  release(): void {
    this.#released.resolve();
  }
}
