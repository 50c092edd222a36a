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
  /** The route takes requests from other sites: it gets no session. */
  exempt = false;
  /** False for a poll: it does not move the idle deadline. */
  keepsAlive = true;
  /** The app has asked for the session: the response depends on it. */
  used = false;
  /** The head has left, or it is an error's: no new cookie can be sent. */
  headSent = false;
  /** The request brought a cookie of our name, good or bad. */
  cookieCame = false;
  /** The request has to do with a session of another library: lines that make the browser drop its cookie, for beside our own. */
  droppedCookies: readonly string[] | undefined;
  /** The app has ended the session: if no new one follows, the cookie is cleared. */
  endedHere = false;
  /** Settles when no verb is at work any more; undefined when none is. */
  #atWork: Promise<void> | undefined;
  #refusedTransport = false;
  #left = false;
  #forgotten: VerbPromise<unknown>[] | undefined;

  constructor(context: Context, exchange: HttpExchange) {
    this.context = context;
    this.exchange = exchange;
    this.cookie = exchange.secure ? context.secureCookie : context.plainCookie;
    this.state = new SessionState(context);
  }

  /** The request is turned away: what it finds is nobody's session, and none begins. */
  leave(): void {
    this.state = new SessionState(this.context);
    this.headSent = true;
    this.#left = true;
  }

  /** Runs a verb after those that were called before it: two at once would work with the same state. */
  run<T>(verb: () => Promise<T>): VerbPromise<T> {
    const result = new VerbPromise(this.#atWork === undefined ? verb() : this.#atWork.then(verb));
    this.#waitFor(
      result.settled.then((ok) => {
        if (ok || result.observed) return;
        if (this.headSent) this.#tellForgotten(result.error);
        else (this.#forgotten ??= []).push(result);
      }),
    );
    return result;
  }

  /**
   * Saves for the response: after the verbs that are at work, and before those that are called meanwhile, for the same
   * reason. Undefined when there was nothing to wait for.
   */
  afterVerbs(save: () => Promise<void> | undefined): Promise<void> | undefined {
    const saving = this.#atWork === undefined ? save() : this.#atWork.then(save);
    if (saving === undefined) return undefined;
    // First of all: who goes on when this is saved must not find it at work.
    const over = (): void => {
      if (this.#atWork === settled) this.#atWork = undefined;
    };
    const saved = saving.then(over, (error: unknown) => {
      over();
      throw error;
    });
    const settled: Promise<void> = saved.catch(() => undefined);
    this.#atWork = settled;
    return saved;
  }

  #waitFor(settled: Promise<void>): void {
    const last: Promise<void> = settled.then(() => {
      if (this.#atWork === last) this.#atWork = undefined;
    });
    this.#atWork = last;
  }

  /** There was no head, and so no place for what the session's new token is sent in. */
  tellUnsentCookie(): void {
    const { status, cookie, facts } = this.state;
    if (!this.used || status !== "stored" || cookie === undefined) return;
    this.context.emit({ type: "cookie_unsent", id: facts.id });
  }

  /** The response has gone out, and can no longer fail in the verb's place. */
  #tellForgotten(error: unknown): void {
    this.context.emit({ type: "save_failed", id: this.state.facts.id, error });
  }

  /** Throws the error of a verb that failed and that nobody waited for: the response must not claim that all is well. */
  throwForgotten(): void {
    if (this.#forgotten === undefined) return;
    const failed = this.#forgotten.find((verb) => !verb.observed);
    this.#forgotten = undefined;
    if (failed !== undefined) throw failed.error;
  }

  /** Why this request cannot be given a new cookie; undefined when it can. The first reason is told of, once a request. */
  cookieRefusal(): SessionError | undefined {
    if (this.exempt) return routeExempt();
    if (this.cookie === undefined) {
      if (!this.#refusedTransport) {
        this.context.emit({ type: "insecure_transport", cookie: "withheld", advice: PROXY_ADVICE });
      }
      this.#refusedTransport = true;
      return new SessionError("INSECURE_TRANSPORT", PROXY_ADVICE);
    }
    if (!this.headSent) return undefined;
    return new SessionError(
      "HEAD_SENT",
      this.#left
        ? "This is an error's page: the request was turned away, or its session could not be read. No session begins here."
        : "It is too late for a new cookie: the response's head has been sent. Do this before.",
    );
  }
}

const PROXY_ADVICE =
  "The request came over plain HTTP, so it gets no session cookie. If a proxy ends TLS, have it send X-Forwarded-Proto, and " +
  'trust it (Express: app.set("trust proxy", 1); Fastify and @sess/web: trustProxy; Koa: app.proxy). In development, leave NODE_ENV unset.';

export function routeExempt(): SessionError {
  return new SessionError(
    "ROUTE_EXEMPT",
    "This route is in crossOrigin.exempt: every site may send requests to it, so it has no session. Take it off that list, or do " +
      "without a session here. A sign-in that another site posts to: name that site in crossOrigin.trustedOrigins instead.",
  );
}
