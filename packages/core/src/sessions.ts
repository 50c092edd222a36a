import { type Context, contextOf } from "./context.js";
import { notInstalled } from "./errors.js";
import { type EverywhereOptions, everywhereOption, passedEverywhere } from "./everywhere.js";
import type { HttpExchange } from "./exchange.js";
import type { Migration } from "./migration.js";
import type { SessionOptions } from "./options.js";
import { policyOf } from "./policy.js";
import { type PolicyReport, reportOf } from "./policy-report.js";
import { CoreRequestSession, type RequestSession } from "./request-session.js";
import { Scope } from "./scope.js";
import { loadUpgrade, type LoadedSession, type UpgradeRequest } from "./upgrade.js";
import { indexOf, userIdOf } from "./user-list.js";
import { revokeSession, type RevokeOptions, revokeUser } from "./revocation.js";
import { list, type ListedSession, type ListOptions } from "./user-sessions.js";
import { booleanOption, knownNames, objectOption } from "./validate.js";
import type { DataWithoutVerbs } from "./data-types.js";
import type { Session } from "./session.js";
import type { SessionData } from "./data-schema.js";

/** What `sessions.from` can be told. */
export interface FromOptions {
  /** False: this request does not keep the session alive. For polls that a page sends by itself, while nobody is there. */
  readonly touch?: boolean;
}

/** A session manager: one for an app, made by {@link createSessions}. */
export interface Sessions<Data extends object = SessionData> {
  /**
   * The session of a request, with the type of its data. Takes the framework's request (in Koa: the context).
   * Throws NOT_INSTALLED where the adapter's middleware has not run.
   */
  from(request: object, options?: FromOptions): Session<Data>;
  /**
   * The session of a request that no middleware sees: the upgrade to a WebSocket. It is read once, nothing is written, and
   * no session begins. Undefined when there is none.
   * @throws SessionError CROSS_ORIGIN (403) when a page of another origin opened it with this site's cookie, or when the
   * request does not tell which page did (`crossOrigin.trustedOrigins` names others that may); STORE_UNAVAILABLE when the store
   * fails.
   */
  load(request: UpgradeRequest): Promise<LoadedSession<Data> | undefined>;
  /**
   * A user's live sessions, on all devices, in no order.
   * @throws SessionError INVALID_OPTION when the store has no user index; STORE_UNAVAILABLE when it fails.
   */
  list(userId: string, options?: ListOptions): Promise<readonly ListedSession[]>;
  /**
   * Ends one session of a user, by its handle: what a "sign out this device" button calls.
   * @returns false when the user has no such session.
   * @throws SessionError as `list` does.
   */
  revoke(userId: string, id: string, options?: EverywhereOptions): Promise<boolean>;
  /**
   * Ends all sessions of a user, everywhere: after a stolen password, for example. A login that is under way ends, too.
   * `except` leaves one, by its handle. When it fails, call it again: what is left is found. Sessions of another library that have not
   * come over yet end where this manager has `migrate`: give it to every process that revokes.
   * @returns how many sessions were ended.
   * @throws SessionError as `list` does.
   */
  revokeUser(userId: string, options?: RevokeOptions): Promise<number>;
  /**
   * Ends every session there is, of everybody: after a theft of the store, for example. One write, however many sessions there
   * are. They are over in this process at once, in every other within a second, and with them what is begun there in that second. The
   * session that asks ends, too: for a message on its next page, `logout()` first, and then `addFlash`.
   * @throws SessionError STORE_UNAVAILABLE when the store fails: then call it again.
   */
  revokeAll(options?: EverywhereOptions): Promise<void>;
  /** What is in force after all defaults, and which assurance level of NIST's the limits meet (ASVS 7.1.1). */
  policy(): PolicyReport;
  /** Where sessions come over from: the option `migrate`. */
  readonly migrations: readonly Migration[];
  /** For adapters: begins a request. `request` is what {@link Sessions.from} will be asked with. */
  open(exchange: HttpExchange, request: object): RequestSession<Data>;
  /** For adapters: what `open` returned for this request; undefined when it has not been opened. */
  find(request: object): RequestSession<Data> | undefined;
  /** Closes the store, where it has something to close. */
  close(): Promise<void>;
}

/**
 * Makes a session manager.
 *
 * @example
 * const sessions = createSessions<{ cart?: string[] }>({ store: memoryStore() });
 * @throws SessionError INVALID_OPTION, with a message that names the option and what is allowed.
 */
export function createSessions<Data extends object = SessionData>(
  options: SessionOptions<Data> & DataWithoutVerbs<Data>,
): Sessions<Data> {
  return new SessionManager<Data>(contextOf(policyOf(options)));
}

class SessionManager<Data extends object> implements Sessions<Data> {
  readonly migrations: readonly Migration[];
  readonly #context: Context;
  /** Where a request carries its session. A WeakMap of them would cost more than all else that an anonymous request does. */
  readonly #place = Symbol("@sess/session");

  constructor(context: Context) {
    this.#context = context;
    this.migrations = context.policy.migrate;
  }

  from(request: object, options?: FromOptions): Session<Data> {
    const found = this.find(request);
    if (found !== undefined) {
      if (options !== undefined && !touchOption(options)) found.withoutTouch();
      return found.session;
    }
    throw notInstalled();
  }

  async load(request: UpgradeRequest): Promise<LoadedSession<Data> | undefined> {
    // What the type of the data says is the app's promise to itself, as everywhere.
    return (await loadUpgrade(this.#context, request)) as LoadedSession<Data> | undefined;
  }

  list(userId: string, options?: ListOptions): Promise<readonly ListedSession[]> {
    return list(this.#context, userId, options);
  }

  async revoke(userId: string, id: string, options?: EverywhereOptions): Promise<boolean> {
    const user = userIdOf("revoke(userId)", userId);
    const everywhere = onlyEverywhere("revoke", options);
    const ended = await revokeSession(this.#context, indexOf(this.#context), user, id);
    if (everywhere) await passedEverywhere(this.#context);
    return ended;
  }

  revokeUser(userId: string, options?: RevokeOptions): Promise<number> {
    return revokeUser(this.#context, userId, options);
  }

  async revokeAll(options?: EverywhereOptions): Promise<void> {
    const everywhere = onlyEverywhere("revokeAll", options);
    await this.#context.epoch.raise();
    this.#context.emit({ type: "all_revoked" });
    if (everywhere) await passedEverywhere(this.#context, this.#context.epoch.staleMs);
  }

  policy(): PolicyReport {
    return reportOf(this.#context);
  }

  open(exchange: HttpExchange, request: object): RequestSession<Data> {
    const opened = new CoreRequestSession<Data>(new Scope(this.#context, exchange));
    (request as Carrier<Data>)[this.#place] = opened;
    return opened;
  }

  find(request: object): RequestSession<Data> | undefined {
    return (request as Carrier<Data> | undefined)?.[this.#place];
  }

  close(): Promise<void> {
    return this.#context.store.close();
  }
}

/** Nobody else has a manager's symbol, so nobody else has put anything there. */
type Carrier<Data extends object> = Record<symbol, RequestSession<Data> | undefined>;

function onlyEverywhere(name: string, options: EverywhereOptions = {}): boolean {
  knownNames(name, objectOption(`${name} options`, options), ["everywhere"]);
  return everywhereOption(name, options.everywhere);
}

function touchOption(options: FromOptions): boolean {
  knownNames("from", objectOption("from(request, options)", options), ["touch"]);
  return booleanOption("from touch", options.touch ?? true);
}
