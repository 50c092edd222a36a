import type { HttpExchange } from "@sess/core";
import type { Saved } from "@sess/node";
import { AtWork } from "./at-work.js";
import { changesUser, shouldDestroy, shouldSave, shouldSetCookie, shouldTouch } from "./decisions.js";
import { endedElsewhere, unavailable } from "./errors.js";
import { fieldsOf } from "./fields.js";
import type { Loaded } from "./keeper.js";
import { load } from "./load.js";
import { knownOf, type SessionShape } from "./session-shape.js";
import { clearedCookie, sessionCookie } from "./set-cookie.js";
import type { State } from "./state.js";
import type { Verbs, Work } from "./verbs.js";
import { Whereabouts } from "./whereabouts.js";

/** One request's session: loaded before the handler, saved before the head, and once more at the end. */
export class Visit implements Saved, Verbs {
  readonly loading: Promise<void> | undefined;
  readonly #state: State;
  readonly #exchange: HttpExchange;
  readonly #whereabouts: Whereabouts;
  readonly #report: (error: unknown) => void;
  readonly #atWork = new AtWork();
  /** The handler has the session: before that, nothing is saved. */
  #begun = false;
  #headSent = false;
  /** A response has said that nothing was saved. */
  #failed = false;

  /** @param report is told of failures that no response can tell of. */
  constructor(state: State, exchange: HttpExchange, report: (error: unknown) => void) {
    this.#state = state;
    this.#exchange = exchange;
    this.#whereabouts = new Whereabouts(state, exchange);
    this.#report = report;
    this.loading = this.#load();
  }

  /** To be called when the handler is about to get the session. */
  begin(): void {
    this.#begun = true;
  }

  /** For a head that nobody can hold: the cookie as it is to be now. Nothing is saved. */
  setCookie(): void {
    const { session } = this.#state;
    const line = session && this.#cookieLine(session);
    if (line !== undefined) this.#exchange.appendResponseHeader("Set-Cookie", line);
  }

  #load(): Promise<void> | undefined {
    const loading = load(this.#state, this.#exchange);
    if (loading === undefined) return void this.#generate();
    return loading.then(
      (found) => (found === undefined ? this.#generate() : this.#revive(found)),
      (error: unknown) => {
        throw unavailable(error);
      },
    );
  }

  #generate(): void {
    const session = this.#state.generate();
    this.#state.original = { id: session.id, fields: fieldsOf(session) };
  }

  #revive(found: Loaded): void {
    const state = this.#state;
    const fields = fieldsOf(found.record);
    state.req.sessionID = state.came?.sid;
    state.original = { id: state.revive(found).id, fields };
    if (!state.settings.resave) state.saved = fields;
  }

  save(session: SessionShape): Work {
    return this.#atWork.start(async () => {
      this.#state.saved = fieldsOf(session);
      await this.#whereabouts.save(this.#state.withCookie(session));
      if (knownOf(session).isGone) throw endedElsewhere();
    });
  }

  destroy(session: SessionShape): Work {
    delete this.#state.req.session;
    return this.#atWork.start(() => this.#end(session.id));
  }

  /** The request has a new session also where the old one could not be ended: the error tells of it. */
  regenerate(): Work {
    const state = this.#state;
    return this.#atWork.start(() =>
      this.#whereabouts.destroy(String(state.req.sessionID)).finally(() => void state.generate()),
    );
  }

  reload(session: SessionShape): Work {
    const state = this.#state;
    return this.#atWork.start(async () => {
      const found = await this.#whereabouts.load(session.id);
      if (found === undefined) throw new Error("failed to load session");
      state.revive(found);
    });
  }

  commit(): Promise<void> | undefined {
    if (this.#headSent || !this.#begun) return undefined;
    this.#headSent = true;
    return this.#afterVerbs(() => this.#saveAndSetCookie())?.catch((error: unknown) => {
      this.#failed = true;
      throw unavailable(error);
    });
  }

  finish(): Promise<void> | undefined {
    if (this.#failed || !this.#begun) return undefined;
    const saving = this.#afterVerbs(() => this.#saveLate());
    const { native } = this.#state;
    return saving === undefined
      ? native?.finish()
      : saving.then(
          () => native?.finish(),
          (error: unknown) => this.#report(unavailable(error)),
        );
  }

  /** Errors that are thrown come as a rejection, like all others. */
  #afterVerbs<T>(save: () => Promise<T> | undefined): Promise<T | undefined> | undefined {
    const run = (): Promise<T> | undefined => {
      this.#atWork.throwForgotten();
      return save();
    };
    const { over } = this.#atWork;
    if (over !== undefined) return over.then(run);
    try {
      return run();
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #saveAndSetCookie(): Promise<void> | undefined {
    const state = this.#state;
    const { session, native } = state;
    // Made before: nothing is saved for a cookie that cannot be.
    const line = session && this.#cookieLine(session);
    const saving = this.#save();
    const isGone = (): boolean => session !== undefined && knownOf(session).isGone;
    const setCookie = (): undefined => {
      const own = session === undefined ? state.ended && clearedCookie(state) : !isGone() && line;
      if (own) this.#exchange.appendResponseHeader("Set-Cookie", own);
    };
    const writeHead = (): Promise<void> | undefined => {
      // Where it has moved to a native record meanwhile, all is decided anew.
      if (state.native !== native) return this.#saveAndSetCookie();
      if (session && !isGone() && changesUser(state, session)) return this.#leaveNative(session);
      const committing = native?.commit();
      // Behind core's lines: one of them drops the cookie of a session that was taken over, and ours may be that of a new one.
      return committing === undefined ? setCookie() : committing.then(setCookie);
    };
    return saving === undefined ? writeHead() : saving.then(writeHead);
  }

  /** The native session ends, and one of our own goes on with what it has by now. */
  async #leaveNative(session: SessionShape): Promise<void> {
    const found = await this.#whereabouts.load(session.id);
    await this.#whereabouts.destroy(session.id);
    if (found === undefined) knownOf(session).isGone = true;
    else this.#state.generate(found.record).cookie = session.cookie;
    return this.#saveAndSetCookie();
  }

  #cookieLine(session: SessionShape): string | undefined {
    if (!shouldSetCookie(this.#state, session)) return undefined;
    this.#touch(session);
    return sessionCookie(this.#state, session);
  }

  /** One call of the store, or none; undefined when there is nothing to wait for. */
  #save(): Promise<void> | undefined {
    const state = this.#state;
    const { session } = state;
    if (shouldDestroy(state)) return this.#end(String(state.req.sessionID));
    if (session === undefined) return undefined;
    this.#touch(session);
    if (shouldSave(state, session)) {
      state.saved = fieldsOf(session);
      state.stored = true;
      return this.#whereabouts.save(session);
    }
    if (state.stored || knownOf(session).isGone || !shouldTouch(state)) return undefined;
    state.stored = true;
    // Nothing of the app's is lost: the response goes out, and the app's error handler hears of it.
    return state.keeper.touch(session).catch((error: unknown) => this.#report(unavailable(error)));
  }

  /** No other cookie can be sent any more. */
  #saveLate(): Promise<void> | undefined {
    const { session } = this.#state;
    return session && changesUser(this.#state, session) ? this.#end(session.id) : this.#save();
  }

  #touch(session: SessionShape): void {
    if (!this.#state.touched) session.touch();
    this.#state.touched = true;
  }

  async #end(sid: string): Promise<void> {
    await this.#whereabouts.destroy(sid);
    this.#state.ended = true;
  }
}
