import type { AssuranceLevel } from "./assurance-level.js";
import type { SessionData } from "./data-schema.js";
import type { LoginDemand } from "./login-demand.js";

/** Node's callback form: called with an error, or with nothing. */
export type SessionCallback = (error?: unknown) => void;

/**
 * One user's session: the data are its own properties, the verbs and facts come from its prototype.
 *
 * Data are saved before the response's head is sent; no call is needed, deep changes are seen. Every property can be
 * missing, and assigning `undefined` removes it.
 */
export type Session<Data extends object = SessionData> = SessionVerbs<Data> & {
  -readonly [Key in keyof Data]?: Data[Key] | undefined;
};

/** What `login` can be told. */
export interface LoginOptions<Data extends object = SessionData> {
  /**
   * Names of fields to take along from the anonymous session, a cart for example. Nothing else is: what was planted
   * before the login is gone after it. A user who logs in again keeps all; nothing passes from one user to another.
   */
  readonly keep?: readonly (keyof Data & string)[];
  /** Fields that the new session begins with. */
  readonly data?: { readonly [Key in keyof Data]?: Data[Key] | undefined };
  /**
   * The app's words for the device, which `sessions.list` shows: the User-Agent header, an address, "Kitchen tablet". Nothing is
   * taken from the request by itself. 200 characters are kept. Default: what the user's session had before, or none.
   */
  readonly label?: string | undefined;
  /** The session ends then at the latest: when the identity provider's does, for example (ASVS 7.6.1). Say it at each login. */
  readonly notAfter?: Date | undefined;
  /** What the user has proved just now, as a level of NIST SP 800-63B-4. Default 1. */
  readonly level?: AssuranceLevel;
  /**
   * How long that level holds, in seconds, at most a day: then it falls back by itself to the one before. For a second factor
   * that was asked for one thing (ASVS 7.5.3). Default: as long as the session.
   */
  readonly levelSeconds?: number;
}

/**
 * The verbs and facts of a session. Verbs return a promise or, when the last argument is a function, call it instead.
 * They reject with a `SessionError`: STORE_UNAVAILABLE when the store fails, SESSION_ENDED when the session was ended
 * elsewhere meanwhile, HEAD_SENT when a new cookie would be needed after the response's head, INSECURE_TRANSPORT or ROUTE_EXEMPT
 * when it cannot be set, TOO_MANY_SESSIONS where `overLimit` is `"refuse"`. A verb that nobody waits for is waited for by the response, and its failure is the response's.
 */
export interface SessionVerbs<Data extends object = SessionData> {
  /** The public handle: safe in logs, pages and links. It is no secret, and it is not the cookie. */
  readonly id: string;
  /** True until the session has been stored. */
  readonly isNew: boolean;
  /** Who is signed in. Only `login` sets it. */
  readonly userId: string | undefined;
  /** When the session began. A login begins a new one, unless the same user signs in again. */
  readonly createdAt: Date;
  /** When the user last signed in, or signed in again. */
  readonly authenticatedAt: Date | undefined;
  /** How surely it is known who is there: 1 one factor, 2 two, 3 a hardware key. Undefined while nobody is signed in. */
  readonly assuranceLevel: AssuranceLevel | undefined;
  /** When the session ends if no further request comes. */
  readonly expiresAt: Date;

  // Of a verb's forms the one that returns a promise is last: the compiler explains that one, and ReturnType and mocks take it.

  /**
   * Signs a user in: a new token, and the old one is dead when this resolves (ASVS 7.2.4, session fixation). Call it
   * after the password, or whatever proves the user, has been checked; again to confirm who is there.
   */
  login(userId: string, callback: SessionCallback): void;
  login(userId: string, options: LoginOptions<Data>, callback: SessionCallback): void;
  login(userId: string, options?: LoginOptions<Data>): Promise<void>;

  /**
   * Ends the session in the store and clears the cookie, also when it was over already. Afterwards the object is an empty,
   * new session.
   */
  logout(callback: SessionCallback): void;
  logout(): Promise<void>;

  /** The same as `logout`. */
  destroy(callback: SessionCallback): void;
  destroy(): Promise<void>;

  /** A new token for the same session; the old one is dead when this resolves. */
  rotate(callback: SessionCallback): void;
  rotate(): Promise<void>;

  /**
   * Ends the session; the request goes on with a different one that is empty, but for the fields that `keep` names. This
   * object stays readable.
   */
  regenerate(callback: SessionCallback): void;
  regenerate(keep: readonly (keyof Data & string)[], callback: SessionCallback): void;
  regenerate(keep?: readonly (keyof Data & string)[]): Promise<void>;

  /**
   * Changes data by what they are now, also when others change them at the same time: for counters and balances. The
   * function may run several times, with fresh data each time; it must be synchronous. Resolves with what it returns.
   * Rejects with STORE_CONFLICT in the unlikely case that a hundred tries meet a hundred other writers.
   */
  update(change: (data: Draft<Data>) => unknown, callback: SessionCallback): void;
  update<Result>(change: (data: Draft<Data>) => Result): Promise<Result>;

  /** Saves now instead of before the response. A new session begins, even without data. */
  save(callback: SessionCallback): void;
  save(): Promise<void>;

  /** Reads the data again; what was not saved is lost. */
  reload(callback: SessionCallback): void;
  reload(): Promise<void>;

  /** Moves the idle deadline now. It moves by itself, at most once a minute, with every request but those that say `touch: false`. */
  touch(callback: SessionCallback): void;
  touch(): Promise<void>;

  /**
   * Throws unless somebody is signed in, and as recently or as surely as is asked for: LOGIN_REQUIRED, LOGIN_TOO_OLD or
   * LEVEL_TOO_LOW, all with status 401.
   * @returns the user id.
   */
  requireLogin(demand?: LoginDemand): string;

  /**
   * A token for a form's field `_csrf`, or for a script's header `X-CSRF-Token`: a new text each time, good until the next login,
   * rotation or logout. A new session begins for it. The cross-origin guard makes it unnecessary, but where a rule asks for
   * it (NIST SP 800-63B-4, section 5.1): then `requireCsrfToken` has to stand in front of the form's target.
   */
  newCsrfToken(callback: (error: unknown, token?: string) => void): void;
  newCsrfToken(): Promise<string>;

  /** Rejects with CSRF_TOKEN (403) unless this is a token of this session. */
  requireCsrfToken(token: unknown, callback: SessionCallback): void;
  requireCsrfToken(token: unknown): Promise<void>;

  /** Leaves a message for a page to come, under a key such as `"info"`. Saved now. */
  addFlash(key: string, message: string, callback: SessionCallback): void;
  addFlash(key: string, message: string): Promise<void>;

  /** The messages under a key, oldest first, each for one reader only: of two pages that are opened at once, one shows it. */
  takeFlash(key: string, callback: (error: unknown, messages?: readonly string[]) => void): void;
  takeFlash(key: string): Promise<readonly string[]>;

  /** A field by its name, for plug-ins that work so. */
  get<Key extends keyof Data & string>(key: Key): Data[Key] | undefined;
  /** Sets a field by its name; `undefined` removes it. */
  set<Key extends keyof Data & string>(key: Key, value: Data[Key] | undefined): void;
}

/** The data as `update` hands them out: without verbs, and only for the length of the call. */
export type Draft<Data extends object> = { -readonly [Key in keyof Data]?: Data[Key] | undefined };

/** The names that data cannot have. */
export type ReservedKey = keyof SessionVerbs;
