/**
 * The promise of a verb, which knows whether anybody waits for it.
 *
 * `session.logout(); res.redirect("/")` without `await` is common. If the store is down then, the response must fail, and
 * the process must not end over an unhandled rejection; but an app that has caught the error itself must not be told twice.
 * A subclass is needed: `await` goes past the methods of a plain promise, and calls `then` of every other one.
 *
 * For adapters too, whose own checks may be forgotten as well.
 */
export class VerbPromise<T> extends Promise<T> {
  /** Somebody has called `then`, `catch`, `finally` or `await`. */
  observed = false;
  /** What it was rejected with. */
  error: unknown;
  /** True when it was fulfilled; never rejects. */
  readonly settled: Promise<boolean>;

  constructor(work: Promise<T>) {
    super((resolve, reject) => {
      work.then(resolve, reject);
    });
    this.settled = super.then(
      () => true,
      (error: unknown) => {
        this.error = error;
        return false;
      },
    );
  }

  /** What is derived is a plain promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  override then<Done = T, Failed = never>(
    fulfilled?: ((value: T) => Done | PromiseLike<Done>) | null,
    rejected?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Done | Failed> {
    this.observed = true;
    return super.then(fulfilled, rejected);
  }
}
