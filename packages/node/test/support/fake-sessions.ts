import type { HttpExchange } from "@sess/core";
import type { Saved } from "../../src/index.js";

/** What `commit` does: nothing at all, all of it at once, later, later but in vain, or at once in vain. */
export type Mode = "untouched" | "sync" | "async" | "failing" | "throwing";

export const OUR_COOKIE = "sid=ours; Path=/";

/** One request's session whose saving the test settles by hand. */
export class FakeSession implements Saved {
  readonly exchange: HttpExchange;
  readonly mode: Mode;
  readonly loading: Promise<void> | undefined;
  commits = 0;
  finishes = 0;
  /** Set to make `finish` wait for it. */
  finishing: PromiseWithResolvers | undefined;
  /** Settles when `commit` was called. */
  readonly committing: PromiseWithResolvers = deferred();
  readonly finishCalled: PromiseWithResolvers = deferred();
  readonly #saving: PromiseWithResolvers = deferred();

  constructor(
    exchange: HttpExchange,
    mode: Mode,
    loading: Promise<void> | undefined,
    readonly cookie: string,
  ) {
    this.exchange = exchange;
    this.mode = mode;
    this.loading = loading;
  }

  commit(): Promise<void> | undefined {
    this.commits += 1;
    this.committing.resolve();
    switch (this.mode) {
      case "untouched":
        return undefined;
      case "sync":
        return this.#setHeaders();
      case "throwing":
        throw storeError();
      default:
        return this.#saving.promise.then(() => this.#setHeaders());
    }
  }

  finish(): Promise<void> | undefined {
    this.finishes += 1;
    this.finishCalled.resolve();
    return this.finishing?.promise;
  }

  /** The store answers. */
  settle(): void {
    if (this.mode === "failing") this.#saving.reject(storeError());
    else this.#saving.resolve();
  }

  #setHeaders(): undefined {
    this.exchange.appendResponseHeader("Set-Cookie", this.cookie);
    this.exchange.appendResponseHeader("Vary", "Cookie");
    if (this.exchange.responseHeader("cache-control") === undefined) {
      this.exchange.setResponseHeader("Cache-Control", "private");
    }
  }
}

/** Hands out {@link FakeSession}s, and keeps them for the test. */
export class FakeSessions {
  readonly opened: FakeSession[] = [];
  constructor(
    readonly mode: Mode,
    readonly prepare: (session: FakeSession) => void = () => {},
    readonly cookie: string = OUR_COOKIE,
    readonly loading?: Promise<void> | undefined,
  ) {}

  open(exchange: HttpExchange): FakeSession {
    const session = new FakeSession(exchange, this.mode, this.loading, this.cookie);
    this.prepare(session);
    this.opened.push(session);
    return session;
  }

  get only(): FakeSession {
    const [session] = this.opened;
    if (session === undefined || this.opened.length > 1) throw new Error(`${this.opened.length} sessions`);
    return session;
  }
}

export function storeError(): Error {
  const error = new Error("the store is down");
  return Object.assign(error, { name: "SessionError", code: "STORE_UNAVAILABLE", status: 503 });
}

export interface PromiseWithResolvers {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: Error): void;
}

/** `Promise.withResolvers`, which Node 20 lacks. */
export function deferred(): PromiseWithResolvers {
  let resolve = (): void => {};
  let reject = (_error: Error): void => {};
  const promise = new Promise<void>((ok, fail) => ((resolve = ok), (reject = fail)));
  promise.catch(() => {}); // A test may reject it before anyone listens.
  return { promise, resolve, reject };
}
