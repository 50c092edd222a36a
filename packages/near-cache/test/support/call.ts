/** A command on its way to the server and back: a test says when it gets where. */
export class Call<T = unknown> {
  readonly words: string;
  readonly answer: Promise<T>;
  readonly #carryOut: () => T;
  #outcome: { readonly value: T } | undefined;
  #settled = false;
  #resolve!: (value: T) => void;
  #reject!: (error: Error) => void;

  constructor(words: string, carryOut: () => T) {
    this.words = words;
    this.#carryOut = carryOut;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get carriedOut(): boolean {
    return this.#outcome !== undefined;
  }

  get settled(): boolean {
    return this.#settled;
  }

  /** The server carries it out. The answer is not there yet. */
  arrive(): this {
    this.#outcome ??= { value: this.#carryOut() };
    return this;
  }

  /** The answer comes. */
  reply(): void {
    this.arrive();
    this.#settled = true;
    if (this.#outcome) this.#resolve(this.#outcome.value);
  }

  /** The connection breaks: whether the server has carried it out, nobody learns. */
  fail(): void {
    this.#settled = true;
    this.#reject(new Error(`${this.words}: the connection broke`));
  }
}
