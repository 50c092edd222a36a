import type { Context, Cookie } from "./context.js";
import { SessionError } from "./errors.js";
import type { HttpExchange } from "./exchange.js";
import { SessionState } from "./session-state.js";
import { VerbPromise } from "./verb-promise.js";

/**
 * One request's share in sessions: what core has to remember between the Cookie header and the Set-Cookie line. Adapters
 * and apps never see it, and so cannot print it.
 */
export class Scope {
  readonly context: Context;
  readonly exchange: HttpExchange;
  /** The cookie that this request's transport allows; undefined when it may get none. */
  readonly cookie: Cookie | undefined;
  state: SessionState;
  /** The app has asked for the session: the response depends on it. */
  used = false;
  /** The head has left, with or without a cookie: no new one can be sent. */
  headSent = false;
  /** The request brought a cookie of our name, good or bad. */
  cookieCame = false;
  /** The app has ended the session: if no new one follows, the cookie is cleared. */
  endedHere = false;
  #verbs: Promise<void> | undefined;
  #forgotten: VerbPromise<unknown>[] = [];

  constructor(context: Context, exchange: HttpExchange) {
    this.context = context;
    this.exchange = exchange;
    this.cookie = exchange.secure ? context.secureCookie : context.plainCookie;
    this.state = new SessionState(context);
  }

  /** Runs a verb after those that were called before it: two at once would work with the same state. */
  run<T>(verb: () => Promise<T>): VerbPromise<T> {
    const result = new VerbPromise(this.#verbs === undefined ? verb() : this.#verbs.then(verb));
    const settled: Promise<void> = result.settled.then((ok) => {
      if (!ok) this.#forgotten.push(result);
      if (this.#verbs === settled) this.#verbs = undefined;
    });
    this.#verbs = settled;
    return result;
  }

  /** The verbs that are still at work; undefined when none is. */
  get verbsAtWork(): Promise<void> | undefined {
    return this.#verbs;
  }

  /** Throws the error of a verb that failed and that nobody waited for: the response must not claim that all is well. */
  throwForgotten(): void {
    const failed = this.#forgotten.find((verb) => !verb.observed);
    this.#forgotten = [];
    if (failed !== undefined) throw failed.error;
  }

  /** Why this request cannot be given a new cookie; undefined when it can. */
  cookieRefusal(): SessionError | undefined {
    if (this.headSent) {
      return new SessionError(
        "HEAD_SENT",
        "The response's head was already sent, so the browser cannot get a new cookie. Do this before the response begins.",
      );
    }
    if (this.cookie !== undefined) return undefined;
    this.context.emit({ type: "insecure_transport", cookie: "withheld", advice: PROXY_ADVICE });
    return new SessionError("INSECURE_TRANSPORT", PROXY_ADVICE);
  }
}

const PROXY_ADVICE =
  "A session cookie was not set, because the request came over plain HTTP. If a proxy in front ends TLS, tell the framework " +
  'to trust it (Express: app.set("trust proxy", 1); Fastify: trustProxy; Koa: app.proxy = true) and let the proxy send ' +
  "X-Forwarded-Proto. If this is development, do not set NODE_ENV to production.";
