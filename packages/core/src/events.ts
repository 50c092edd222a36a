import type { AssuranceLevel } from "./assurance-level.js";

/**
 * What happened, for logs, metrics and alarms. Sessions are named by their public handle (`session.id`) alone: no event
 * holds a token, a key, a cookie or a session's data.
 */
export type SessionEvent =
  /** A session was stored for the first time. */
  | { readonly type: "created"; readonly id: string }
  /** A user signed in, or signed in again. `previousId` is the session that this one took the place of. */
  | {
      readonly type: "login";
      readonly id: string;
      readonly userId: string;
      readonly level: AssuranceLevel;
      readonly previousId?: string;
    }
  /** A session came over from another library (`migrate`). `from` is the migration's name. Neither `created` nor `login` is told of it. */
  | { readonly type: "imported"; readonly from: string; readonly id: string; readonly userId?: string }
  /** A session of another library did not come over. The old cookie and the old record stay as they are. */
  | { readonly type: "import_refused"; readonly from: string; readonly reason: ImportRefusal }
  /** A user had too many sessions. `overLimit` tells what was done: the oldest was ended, or the login refused. */
  | { readonly type: "over_limit"; readonly userId: string; readonly overLimit: "evict" | "refuse" }
  /** The session got a new token; the old one is dead. */
  | { readonly type: "rotated"; readonly id: string }
  /**
   * The session was ended. `logout`: by `logout`, `destroy` or `regenerate`; `revoked`: by `revoke`; `replaced`: by the login of another
   * user in the same browser; `limit`: it was the oldest of too many.
   */
  | {
      readonly type: "ended";
      readonly id: string;
      readonly userId?: string;
      readonly reason: "logout" | "revoked" | "replaced" | "limit";
    }
  /** The sessions of a user were ended by `revokeUser`; `sessions` is how many were, `except` the one that stays. */
  | {
      readonly type: "user_revoked";
      readonly userId: string;
      readonly sessions: number;
      readonly except?: string;
    }
  /** The sessions of everybody were ended by `revokeAll`. */
  | { readonly type: "all_revoked" }
  /** A record was found past one of its deadlines, or from before `revokeAll` (`everybody`). */
  | { readonly type: "expired"; readonly id: string; readonly reason: "idle" | "absolute" | "everybody" }
  /** A cookie of our name was not looked up. `forged`: its tag is wrong. `too_many`: more than four different values. */
  | { readonly type: "cookie_refused"; readonly reason: "malformed" | "forged" | "too_many" }
  /** A well-formed cookie led to no record: ended, expired, or guessed. */
  | { readonly type: "unknown_token" }
  /** Several cookies of our name led to different live sessions; none of them counts. */
  | { readonly type: "ambiguous_cookie"; readonly ids: readonly string[] }
  /**
   * A request came from another site, or nothing showed where it came from; `enforced`: it was answered with 403. `origin`, `site`
   * and `host` are what it said, quoted and shortened; `path` is shortened. None of it is to be trusted.
   */
  | {
      readonly type: "cross_origin";
      readonly method: string;
      readonly path: string;
      readonly origin: string;
      readonly site: string;
      readonly host: string;
      readonly enforced: boolean;
    }
  /** A form came with no CSRF token, or with one that is not this session's. */
  | { readonly type: "csrf_refused"; readonly id?: string }
  /** A record could not be read, and counts as missing. `detail` names the part at fault. */
  | { readonly type: "record_invalid"; readonly detail: string }
  /**
   * A record's data do not fit the `schema`, and were not upgraded. `misfit` tells what was done: the request went on without a session, or
   * without data. `problems` are paths (`session.cart[0]`); `error` is what `upgrade` or the schema threw.
   */
  | {
      readonly type: "data_misfit";
      readonly id: string;
      readonly fromVersion: number;
      readonly problems: readonly string[];
      readonly misfit: "refuse" | "clear";
      readonly error?: unknown;
    }
  /** A data key has the name of a verb or of an object's own method, or is no well-formed text. The value was dropped. */
  | { readonly type: "key_refused"; readonly id: string; readonly key: string }
  /** Changes came to nothing, because the session had been ended elsewhere. */
  | { readonly type: "write_after_end"; readonly id: string }
  /** The app wrote to the session of a route that has none: it is in `crossOrigin.exempt`. */
  | { readonly type: "written_where_exempt"; readonly path: string }
  /** Changes came after the response's head, and would have begun a session: too late for a cookie. */
  | { readonly type: "begun_too_late" }
  /** The session got a new cookie, and no response carried it: the handler threw past the adapter, or the client left before the head. */
  | { readonly type: "cookie_unsent"; readonly id: string }
  /** Changes that came after the response's head could not be saved, or a verb failed then that nobody waited for. */
  | { readonly type: "save_failed"; readonly id: string; readonly error: unknown }
  /** Plain HTTP: in development the cookie went out without `Secure`, otherwise no cookie went out. */
  | {
      readonly type: "insecure_transport";
      readonly cookie: "unprotected" | "withheld";
      readonly advice: string;
    }
  /** The store failed or did not answer in time. `error` is its own error. */
  | { readonly type: "store_failed"; readonly operation: StoreOperation; readonly error: unknown };

/**
 * Why a session of another library did not come over. `forged`: the cookie's signature is missing or wrong; `unreadable`: the record is
 * none of that library's, or the migration's `find` threw; `too_large`: it takes more than `maxBytes`; `user`: the migration's `userId` threw, or returned no user id;
 * `revoked`: the user was revoked, or everybody; `limit`: the user has too many sessions; `ended`: it was ended meanwhile.
 */
export type ImportRefusal = "forged" | "unreadable" | "too_large" | "user" | "revoked" | "limit" | "ended";

/** The store call that an event speaks of. */
export type StoreOperation =
  | "create"
  | "read"
  | "near.peek"
  | "patch"
  | "delete"
  | "close"
  | "migrate.load"
  | "migrate.end"
  | `users.${"add" | "confirm" | "remove" | "list" | "revoke"}`;

/** Receives every {@link SessionEvent}, synchronously. What it throws is reported and does not reach the request. */
export type OnEvent = (event: SessionEvent) => void;
