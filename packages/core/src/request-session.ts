import { commit } from "./commit.js";
import { enter } from "./guard.js";
import { writeHead } from "./head.js";
import { isReservedKey, refuseKey } from "./reserved.js";
import type { Scope } from "./scope.js";
import type { Session } from "./session.js";
import type { SessionData } from "./data-schema.js";
import { SessionObject } from "./session-object.js";
import { SessionState } from "./session-state.js";
import { logout } from "./verbs.js";

/** One request's session, as adapters drive it. */
export interface RequestSession<Data extends object = SessionData> {
  /**
   * To be waited for before the handler runs; undefined when there is nothing to wait for. Rejects with STORE_UNAVAILABLE (503)
   * when the record could not be read, and with CROSS_ORIGIN (403) when another site sent the request: the handler must not
   * run then, the error goes the framework's way.
   */
  readonly loading: Promise<void> | undefined;
  /**
   * The session as the app sees it: a different object after `regenerate`. Assigning `null` ends the session, assigning an
   * object replaces its data.
   */
  get session(): Session<Data>;
  set session(value: object | null | undefined);
  /** From now on this request does not move the idle deadline. */
  withoutTouch(): void;
  /**
   * To be called when the head is about to be written, by whatever way. Saves, then sets the headers through the exchange.
   * Undefined means done. A rejection means that the response must not be sent: pass the error to the framework, and send
   * its answer without asking again.
   */
  commit(): Promise<void> | undefined;
  /**
   * To be called when a body ends that is longer than its head, or when the client has left: saves what changed since.
   * Undefined means done. Never rejects; a failure is an event. After a commit that was rejected nothing is saved.
   */
  finish(): Promise<void> | undefined;
}

/** The one implementation; `Data` is a promise of the app's to itself, which nothing here depends on. */
export class CoreRequestSession<Data extends object> implements RequestSession<Data> {
  readonly loading: Promise<void> | undefined;
  readonly #scope: Scope;
  /** A response has said that nothing was saved: then nothing is, when that one ends. */
  #failed = false;
  /** A head is on its way, or was. */
  #headAsked = false;

  constructor(scope: Scope) {
    this.#scope = scope;
    this.loading = enter(scope);
  }

  get session(): Session<Data> {
    const scope = this.#scope;
    scope.used = true;
    return (scope.state.object ?? materialize(scope)) as Session<Data>;
  }

  set session(value: object | null | undefined) {
    const scope = this.#scope;
    if (value === null || value === undefined) {
      void this.session;
      void scope.run(() => logout(scope));
    } else if (value !== scope.state.object) {
      replaceData(scope, this.session, value);
    }
  }

  withoutTouch(): void {
    this.#scope.keepsAlive = false;
  }

  commit(): Promise<void> | undefined {
    const scope = this.#scope;
    this.#headAsked = true;
    if (scope.headSent) return undefined;
    return scope.afterVerbs(() => (scope.headSent ? undefined : this.#saveAndWriteHead()));
  }

  finish(): Promise<void> | undefined {
    if (this.#failed) return undefined;
    const scope = this.#scope;
    // Whether this request extends the session was decided with the head, where there was one.
    const decided = scope.headSent;
    scope.headSent = true;
    const saving = scope.afterVerbs(() => {
      if (!this.#headAsked) scope.tellUnsentCookie();
      return this.#save(decided);
    });
    return saving?.catch((error: unknown) => {
      scope.context.emit({ type: "save_failed", id: scope.state.facts.id, error });
    });
  }

  #saveAndWriteHead(): Promise<void> | undefined {
    const scope = this.#scope;
    const saving = this.#save(false);
    if (saving === undefined) {
      writeHead(scope);
      return undefined;
    }
    return saving.then(
      () => writeHead(scope),
      (error: unknown) => {
        // The error's own response goes out as it is.
        scope.headSent = true;
        this.#failed = true;
        throw error;
      },
    );
  }

  /** Errors of encoding are thrown at once; they must come as a rejection like all others. */
  #save(decided: boolean): Promise<void> | undefined {
    try {
      this.#scope.throwForgotten();
      return commit(this.#scope, decided);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** Makes the app's object. A field that cannot be decoded makes the whole record count as missing. */
function materialize(scope: Scope): object {
  try {
    return new SessionObject(scope);
  } catch {
    scope.context.emit({ type: "record_invalid", detail: "data" });
    scope.state = new SessionState(scope.context);
    return new SessionObject(scope);
  }
}

function replaceData(scope: Scope, session: object, data: object): void {
  for (const key of Object.keys(session)) Reflect.deleteProperty(session, key);
  for (const [key, value] of Object.entries(data) as [string, unknown][]) {
    if (isReservedKey(key)) refuseKey(scope, key);
    else Reflect.set(session, key, value);
  }
}
