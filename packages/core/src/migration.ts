/**
 * Where sessions come from that another library began: an item of the option `migrate`. `@sess/migrate` has one for each of
 * express-session, @fastify/session, koa-session, koa-generic-session and cookie-session.
 *
 * It is asked when our own cookie is missing, or opens nothing, and when a session is ended or somebody signs in.
 */
export interface Migration {
  /** What events call it. */
  readonly name: string;
  /** From this moment on nothing is imported, and old cookies are left alone. At most 400 days from now. */
  readonly until: Date;
  /**
   * A `revokeAll` before this moment was not about these sessions. Default: each one of the last 400 days was, and nothing is imported after
   * it, for nothing tells how old a session of another library is.
   */
  readonly since?: Date | undefined;
  /**
   * Finds the old cookies, and checks their signatures. Where it throws, nothing is imported, and `import_refused` tells of it.
   * @returns those whose signature is right, in the order in which the old library would take them; `"forged"` where a cookie came, and
   * none has the right one.
   */
  find(cookieHeader: string): readonly OldSession[] | "forged";
  /**
   * Who is signed in, by an old session's data: he is then signed in here, listed, and can be revoked. Undefined: nobody. Where it
   * throws, or returns what is no user id (a promise is none), the session is not imported.
   */
  userId?(data: OldData): string | undefined;
}

/** An old session whose cookie came with a request, and has the right signature. */
export interface OldSession {
  /**
   * Which one it is: the same text whatever secret has signed it, and another one for each library and cookie name. What is remembered of the
   * session is found by it.
   */
  readonly id: string;
  /** What only the cookie's holder can know, such as its signature, and the same text each time. Our token is made from it, and it is stored nowhere. */
  readonly secret: string;
  /** The Set-Cookie lines that make a browser drop the old cookie: with its path, domain and all. */
  readonly dropCookie: readonly string[];
  /**
   * Reads the old record; undefined when there is none. `"unreadable"` when it is none of the library's: it is left as it is.
   * A rejection means that the old store failed: the request is answered with 503.
   */
  load(): Promise<OldRecord | "unreadable" | undefined>;
  /**
   * Ends the old session.
   * @returns false when it was over already. Of several calls at once one is told true; where the old store cannot tell, it is
   * read before.
   */
  end(): Promise<boolean>;
}

/** What an old session held. */
export interface OldRecord {
  /** The app's data, without what the library itself kept among them. */
  readonly data: OldData;
  /** When its store would have dropped it, in milliseconds since the epoch; Infinity where nothing tells. */
  readonly expiresAt: number;
  /**
   * True where the old library moved that moment with every request. Then this request moves it as well, and our own limits alone count: who is
   * active stays signed in. Else ours ends when the old one would have, at the latest. Default false.
   */
  readonly slides?: boolean;
}

/** Data as JSON gives them, by their names. */
export type OldData = Readonly<Record<string, unknown>>;
