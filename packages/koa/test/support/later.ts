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
